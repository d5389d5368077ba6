/* certainty: how sure an event is.  What was seen of it is noted as one value of each of twenty properties (its type, the kind
 * of its line, how its sides were found, where it stands); a logistic model adds one weight per value and a curve makes a
 * probability of the sum: that the type and both sides are right.  Whole numbers only: the same everywhere. */
#ifndef DM_CERTAINTY_H
#define DM_CERTAINTY_H

#include "code/frames.h"

#define DM_PROPERTIES 20         /* properties of an event */
#define DM_PROPERTY_VALUES 32    /* most values of one */
#define DM_CURVE_POINTS 65       /* of the curve: sums -8 to 8 by quarters */
#define DM_CURVE_STEP 256        /* of a sum, in units of weight (1/1024) */

/* What was seen of an event: by property the number of its value. */
typedef struct dm_seen {
    uint8_t at[DM_PROPERTIES];
} dm_seen;

struct dm_certainty {
    dm_model model;
    const int16_t *weights;      /* DM_PROPERTIES x DM_PROPERTY_VALUES, in 1/1024 */
    const uint16_t *curve;       /* probabilities per mille, rising */
    uint32_t least;              /* events below so many per mille are not given */
};

/* Opens models/certainty.model.  DM_BAD_MODEL, DM_NO_MEMORY. */
dm_status dm_certainty_open(dm_resources *resources, dm_certainty *out, dm_error *error);
/* The probability per mille.  Thread-safe. */
uint32_t dm_certainty_of(const dm_certainty *certainty, const dm_seen *seen);
/* Notes what is seen of an event that the match gave. */
void dm_certainty_see(const dm_coding *c, const dm_match *m, const dm_event *event, dm_seen *out);
/* Gives each event of the record its confidence and notes what was seen of it; those below `least` per mille are taken out again.
 * of_match tells by event its match, and goes along.  A sentence that has no event left is told in *doubtful (by sentence 1 + the
 * word of the trigger), which has a place for each sentence. */
void dm_certainty_settle(dm_coding *c, const dm_certainty *certainty, uint32_t least, dm_record *record, uint32_t *of_match,
                         uint32_t *doubtful);
/* Name of a property and of one of its values, for people; "" for numbers that name nothing. */
const char *dm_property_name(uint32_t property);
const char *dm_property_value(uint32_t property, uint32_t value);

#endif
