/* Making an index of places from GeoNames' tables: by the build from the small table that Debian ships (tools/gazetteer.c), by
 * users from a full dump (demarche places import).  The form of the index is in gazetteer.h. */
#ifndef DM_GEONAMES_H
#define DM_GEONAMES_H

#include "refer/gazetteer.h"

/* An index in the making.  When memory runs out it stays so, and dm_atlas_write says it. */
typedef struct dm_atlas dm_atlas;
dm_status dm_atlas_new(dm_atlas **out);
void dm_atlas_free(dm_atlas *atlas);
/* A country: two letters in the tables, three in the index.  Rows of countries not said are passed over. */
void dm_atlas_country(dm_atlas *atlas, dm_slice iso2, dm_slice iso3);
/* A line of a table: 19 columns of a place (populated places, and divisions of the first two levels, are taken), or
 * the code, name, plain name and id of a first-level division ("DE.02"). */
typedef enum dm_atlas_took { DM_ATLAS_TAKEN, DM_ATLAS_LEFT, DM_ATLAS_NO_ROW } dm_atlas_took;
dm_atlas_took dm_atlas_line(dm_atlas *atlas, dm_slice line);
/* Names of divisions that the tables did not bring, from an index that has the same cities; NULL for none. */
void dm_atlas_borrow(dm_atlas *atlas, const dm_gazetteer *from);
/* Sorts and writes the index; a file of that name is replaced only by a whole one. */
dm_status dm_atlas_write(dm_atlas *atlas, const char *path, dm_places_made *made, dm_error *error);

#endif
