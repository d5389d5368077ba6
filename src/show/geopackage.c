/* Events as a GeoPackage 1.3 (https://www.geopackage.org/spec130/): one layer of points. */
#include "show/writer.h"

#include <math.h>
#include <stdlib.h>

#define WGS84                                                                                                          \
    "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"    \
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\","              \
    "0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]"

static const char *const schema[] = {
    "PRAGMA application_id=0x47504B47; PRAGMA user_version=10300;",
    "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,"
    " organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);",
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined cartesian SRS',-1,'NONE',-1,'undefined','undefined cartesian coordinate reference system'),"
    "('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic coordinate reference system'),"
    "('WGS 84 geodetic',4326,'EPSG',4326,'" WGS84 "','longitude/latitude coordinates in decimal degrees on the WGS 84"
    " spheroid');",
    "CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,"
    " description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));",
    "CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
    " geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,"
    " CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));",
    "INSERT INTO gpkg_contents(table_name,data_type,identifier,description,srs_id) VALUES('events','features','events',"
    "'events told as having happened, a row for each source and target',4326);",
    "INSERT INTO gpkg_geometry_columns VALUES('events','geom','POINT',4326,0,0);",
    "CREATE TABLE events(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, event TEXT, date DATE,"
    " date_known TEXT, source TEXT, source_code TEXT, source_country TEXT, target TEXT, target_code TEXT,"
    " target_country TEXT, cameo TEXT, plover TEXT, mode TEXT, quad TEXT, goldstein DOUBLE, place TEXT, place_kind TEXT,"
    " province TEXT, country TEXT, cow INTEGER, gw INTEGER, geonames INTEGER, sentence TEXT, publisher TEXT, url TEXT,"
    " decided_by TEXT, confidence DOUBLE);",
    NULL};
static const char insert[] = "INSERT INTO events VALUES(NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
                             "?19,?20,?21,?22,?23,?24,?25,?26,?27)";

typedef struct geopackage {
    dm_output_base base;
    sqlite3_stmt *insert;
    bool no_memory;
    double west, south, east, north; /* of all points; west > east: none yet */
} geopackage;

static void put_le(unsigned char *at, const void *value, size_t size)
{
    uint64_t bits = 0;
    if (size == 8)
        memcpy(&bits, value, 8);
    else {
        uint32_t small;
        memcpy(&small, value, 4);
        bits = small;
    }
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(bits >> (8 * i));
}

/* Header (magic, version, flags: little endian and no envelope, reference system) and a point in well-known binary. */
static void make_point(unsigned char point[29], double lon, double lat)
{
    static const unsigned char head[13] = {'G', 'P', 0, 1, 0xE6, 0x10, 0, 0, 1, 1, 0, 0, 0};
    memcpy(point, head, sizeof head);
    put_le(point + 13, &lon, 8);
    put_le(point + 21, &lat, 8);
}

static void put_number(geopackage *out, int place, dm_slice digits)
{
    uint32_t number;
    if (dm_slice_number(digits, &number))
        dm_base_number(&out->base, out->insert, place, number);
}

static dm_slice present(dm_slice text) { return text.size == 0 ? (dm_slice){NULL, 0} : text; }
static dm_slice word(const char *text) { return present(dm_slice_of(text)); }

static void put_party(geopackage *out, int place, const dm_entity *entity)
{
    if (entity == NULL)
        return;
    dm_base_text(&out->base, out->insert, place, present(entity->name));
    dm_base_text(&out->base, out->insert, place + 1, word(entity->actor));
    dm_base_text(&out->base, out->insert, place + 2, word(entity->country));
}

static void put_place(geopackage *out, const dm_place *place, unsigned char point[29])
{
    if (place == NULL)
        return;
    if (fabs(place->lat) <= 90 && fabs(place->lon) <= 180) {
        bool first = out->west > out->east;
        make_point(point, place->lon, place->lat);
        if (out->base.code == SQLITE_OK)
            out->base.code = sqlite3_bind_blob(out->insert, 1, point, 29, SQLITE_STATIC);
        out->west = first || place->lon < out->west ? place->lon : out->west;
        out->east = first || place->lon > out->east ? place->lon : out->east;
        out->south = first || place->lat < out->south ? place->lat : out->south;
        out->north = first || place->lat > out->north ? place->lat : out->north;
    }
    dm_base_text(&out->base, out->insert, 16, present(place->name));
    dm_base_text(&out->base, out->insert, 17, word(dm_place_kind(place)));
    dm_base_text(&out->base, out->insert, 18, present(place->admin1));
    dm_base_text(&out->base, out->insert, 19, word(place->country));
    put_number(out, 20, dm_country_code(place->country, DM_COUNTRY_COW));
    put_number(out, 21, dm_country_code(place->country, DM_COUNTRY_GW));
    if (place->geonames != 0)
        dm_base_number(&out->base, out->insert, 22, place->geonames);
}

static void add_row(void *state, const dm_event_row *row)
{
    geopackage *out = state;
    const dm_event *event = row->event;
    const dm_record *record = row->record;
    unsigned char point[29];
    double goldstein;
    dm_buffer id = {0};
    dm_put_event_id(&id, row);
    out->no_memory = out->no_memory || id.failed;
    dm_base_text(&out->base, out->insert, 2, (dm_slice){id.at, id.size});
    dm_base_text(&out->base, out->insert, 3, word(strlen(row->date) == 10 ? row->date : ""));
    dm_base_text(&out->base, out->insert, 4, present(event->date));
    put_party(out, 5, row->source);
    put_party(out, 8, row->target);
    dm_base_text(&out->base, out->insert, 11, word(row->cameo));
    dm_base_text(&out->base, out->insert, 12, word(dm_plover_name(event->plover)));
    dm_base_text(&out->base, out->insert, 13, present(event->mode));
    dm_base_text(&out->base, out->insert, 14, word(dm_quad_name(event->quad)));
    if (dm_row_goldstein(row, &goldstein))
        dm_base_real(&out->base, out->insert, 15, goldstein);
    put_place(out, dm_row_place(row), point);
    if (event->sentence < record->text.sentence_count)
        dm_base_text(&out->base, out->insert, 23, dm_show_span(record, record->sentence_spans[event->sentence]));
    dm_base_text(&out->base, out->insert, 24, present(record->document.source));
    dm_base_text(&out->base, out->insert, 25, present(record->document.url));
    dm_base_text(&out->base, out->insert, 26, present(event->by));
    dm_base_real(&out->base, out->insert, 27, (double)(int)(event->confidence * 10000 + 0.5f) / 10000);
    dm_base_step(&out->base, out->insert, NULL);
    dm_buffer_free(&id);
}

static dm_status add(void *state, const dm_record *record, dm_error *error)
{
    geopackage *out = state;
    if (!dm_event_rows_each(record, false, add_row, out) || out->no_memory)
        return dm_fail(error, DM_NO_MEMORY, out->base.name, 0, 0, "out of memory");
    return dm_base_status(&out->base, error);
}

static dm_status end(void *state, bool good, dm_error *error)
{
    geopackage *out = state;
    sqlite3_stmt *extent =
        good ? dm_base_prepare(&out->base, "UPDATE gpkg_contents SET min_x=?1, min_y=?2, max_x=?3, max_y=?4") : NULL;
    if (extent != NULL && out->west <= out->east) {
        dm_base_real(&out->base, extent, 1, out->west);
        dm_base_real(&out->base, extent, 2, out->south);
        dm_base_real(&out->base, extent, 3, out->east);
        dm_base_real(&out->base, extent, 4, out->north);
        dm_base_step(&out->base, extent, NULL);
    }
    dm_status status = dm_base_close(&out->base, good, error);
    free(out);
    return status;
}

static dm_status open(const char *path, FILE *stream, void **state, dm_error *error)
{
    (void)stream;
    geopackage *out = calloc(1, sizeof *out);
    if (out == NULL)
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    out->west = 1;
    dm_status status = dm_base_open(&out->base, path, schema, error);
    if (status == DM_OK) {
        out->insert = dm_base_prepare(&out->base, insert);
        status = dm_base_status(&out->base, error);
    }
    if (status != DM_OK) {
        dm_base_close(&out->base, false, NULL);
        free(out);
        return status;
    }
    *state = out;
    return DM_OK;
}

const dm_writer_kind dm_geopackage_writer = {open, add, end, false};
