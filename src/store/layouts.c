/* Views with the exact columns of GDELT 2.0 Events and ICEWS, and the tables of codes they need.  They give the rows that
 * the exports write (show/gdelt.c, show/icews.c), so that scripts of the field can ask the database itself. */
#include "store/schema.h"

/* The constants of store.h without their "u", which SQL does not know. */
#define LOW "9007199254740991"
#define EVENT_STEP "42431544203"
#define PAIR_STEP "2246822507"
#define STATEMENT_STEP "836565253415"
_Static_assert(DM_NUMBER_LOW == 9007199254740991u && DM_NUMBER_EVENT == 42431544203u && DM_NUMBER_PAIR == 2246822507u &&
                   DM_NUMBER_STATEMENT == 836565253415u,
               "the numbers of rows are those of the exports");

#define DIGITS4 "[0-9][0-9][0-9][0-9]"
#define DIGITS2 "[0-9][0-9]"
/* A TIMEX3 value as far as it is a year, month or day. */
#define CIVIL(date)                                                                                                    \
    "CASE WHEN " date " GLOB '" DIGITS4 "-" DIGITS2 "-" DIGITS2 "' OR " date " GLOB '" DIGITS4 "-" DIGITS2 "-" DIGITS2 \
    "T*'\n      THEN substr(" date ", 1, 10) WHEN " date " GLOB '" DIGITS4 "-" DIGITS2 "' OR " date " GLOB '" DIGITS4   \
    "' THEN " date " END"
/* What is in the first paragraph; NULL when the text tells no paragraphs. */
#define BLANKS "char(1,2,3,4,5,6,7,8,9,10,11,12,13,32)"
#define BYTES(text) "CAST(" text " AS BLOB)"

static const char *const tables[] = {
    "CREATE TABLE IF NOT EXISTS country_codes(  -- data/country-codes.txt\n"
    "  iso3 TEXT PRIMARY KEY, iso2 TEXT, fips TEXT, cow INTEGER, gw INTEGER, name TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS cameo_codes(    -- data/cameo.txt\n"
    "  code TEXT PRIMARY KEY, goldstein REAL, name TEXT NOT NULL) STRICT, WITHOUT ROWID"};

static const struct {
    const char *name, *sql;
} views[] = {
    /* What the formats in columns have in common: a row for each event told as having happened, source and target, and
     * for each statement with a known speaker that no event tells. */
    {"event_rows",
     "CREATE VIEW event_rows AS\n"
     "  WITH told AS (\n"
     "    SELECT e.document, e.event, CASE WHEN r.wrong=0 THEN e.same_as ELSE e.event END AS first\n"
     "    FROM events e LEFT JOIN events r ON r.document=e.document AND r.event=e.same_as\n"
     "    WHERE e.status='actual' AND e.wrong=0)\n"
     "  SELECT e.document, e.event, NULL AS statement, coalesce(s.place, 0)*max((SELECT count(*) FROM event_target c\n"
     "      WHERE c.document=e.document AND c.event=e.event), 1)+coalesce(t.place, 0)+1 AS pair,\n"
     "    " CIVIL("e.date") " AS date,\n"
     "    s.actor AS source, t.actor AS target, e.cameo||substr('0', 1, length(e.cameo)=2) AS cameo, e.cameo AS code,\n"
     "    CASE WHEN e.cameo<>'' THEN e.goldstein END AS goldstein,\n"
     "    (SELECT count(*) FROM told o WHERE o.document=e.document AND o.first=f.first) AS mentions,\n"
     "    e.sentence, e.start, e.location\n"
     "  FROM events e JOIN told f ON f.document=e.document AND f.event=e.event\n"
     "  LEFT JOIN event_source s ON s.document=e.document AND s.event=e.event\n"
     "  LEFT JOIN event_target t ON t.document=e.document AND t.event=e.event\n"
     "  WHERE NOT EXISTS(SELECT 1 FROM told o WHERE o.document=e.document AND o.first=f.first AND o.event<e.event)\n"
     "  UNION ALL\n"
     "  SELECT q.document, NULL, q.statement, 1, " CIVIL("d.date") ",\n"
     "    q.actor, (SELECT json_extract(l.entities, '$['||q.addressee||'][0]') FROM lists l WHERE l.document=q.document),\n"
     "    '010', '010', 0, 1, q.sentence, coalesce(json_extract(q.cue, '$[0][0]'), 0), NULL\n"
     "  FROM statements q JOIN documents d USING(document)\n"
     "  WHERE q.denied=0 AND q.speaker IS NOT NULL AND NOT EXISTS(SELECT 1 FROM events v, json_each(q.cue) j\n"
     "    WHERE v.document=q.document AND v.sentence=q.sentence AND v.wrong=0\n"
     "    AND v.start<json_extract(j.value, '$[1]') AND json_extract(j.value, '$[0]')<v.end)"},
    {"event_rows_full",
     "CREATE VIEW event_rows_full AS\n"
     "  SELECT r.*, (d.key & " LOW ")+coalesce((r.event+1)*" EVENT_STEP ", (r.statement+1)*" EVENT_STEP "+" STATEMENT_STEP
     ")\n    +r.pair*" PAIR_STEP " & " LOW " AS number,\n"
     "    a.code AS source_code, a.name AS source_name, a.country AS source_country,\n"
     "    substr(a.code, CASE WHEN a.country='' THEN 1 ELSE 4 END) AS source_sectors,\n"
     "    b.code AS target_code, b.name AS target_name, b.country AS target_country,\n"
     "    substr(b.code, CASE WHEN b.country='' THEN 1 ELSE 4 END) AS target_sectors,\n"
     "    d.id, d.source AS publisher, d.url,\n"
     "    o.name AS place, CASE WHEN o.admin1<>o.name THEN o.name END AS city, o.admin1 AS province, o.country,\n"
     "    CASE WHEN o.admin1<>o.name THEN 'city' WHEN o.admin1 IS NULL AND o.name=k.name THEN 'country' END AS place_kind,\n"
     "    k.name AS country_name, k.fips, k.cow, k.gw, round(o.lat, 5) AS lat, round(o.lon, 5) AS lon, o.geonames\n"
     "  FROM event_rows r JOIN documents d USING(document)\n"
     "  LEFT JOIN actors a ON a.actor=r.source LEFT JOIN actors b ON b.actor=r.target\n"
     "  LEFT JOIN locations o ON o.location=r.location LEFT JOIN country_codes k ON k.iso3=o.country"},
#define ACTOR(number, side)                                                                                            \
    "    " side "_code AS Actor" number "Code, " side "_name AS Actor" number "Name, nullif(" side                     \
    "_country, '') AS Actor" number "CountryCode,\n    NULL AS Actor" number "KnownGroupCode, NULL AS Actor" number    \
    "EthnicCode, NULL AS Actor" number "Religion1Code,\n    NULL AS Actor" number "Religion2Code, nullif(substr(" side \
    "_sectors, 1, 3), '') AS Actor" number "Type1Code,\n    nullif(substr(" side "_sectors, 4, 3), '') AS Actor" number \
    "Type2Code, nullif(substr(" side "_sectors, 7, 3), '') AS Actor" number "Type3Code,\n"
#define NO_PLACE(number)                                                                                               \
    "    NULL AS Actor" number "Geo_Type, NULL AS Actor" number "Geo_FullName, NULL AS Actor" number                   \
    "Geo_CountryCode,\n    NULL AS Actor" number "Geo_ADM1Code, NULL AS Actor" number "Geo_ADM2Code, NULL AS Actor"    \
    number "Geo_Lat,\n    NULL AS Actor" number "Geo_Long, NULL AS Actor" number "Geo_FeatureID,\n"
    {"gdelt_events",
     "CREATE VIEW gdelt_events AS        -- the 61 columns of GDELT 2.0 Events\n"
     "  SELECT number AS GLOBALEVENTID, CASE WHEN length(date)=10 THEN CAST(replace(date, '-', '') AS INTEGER) END AS "
     "SQLDATE,\n"
     "    CASE WHEN length(date)>=7 THEN CAST(replace(substr(date, 1, 7), '-', '') AS INTEGER) END AS MonthYear,\n"
     "    CAST(substr(date, 1, 4) AS INTEGER) AS Year,\n"
     "    CASE WHEN length(date)=10 THEN substr(date, 1, 4)||'.'||CASE\n"
     "      WHEN (substr(date, 6, 2)-1)*30+substr(date, 9, 2)>364 THEN '9999'\n"
     "      ELSE printf('%04d', ((substr(date, 6, 2)-1)*30+substr(date, 9, 2))*10000/365) END END AS FractionDate,\n"
     ACTOR("1", "source") ACTOR("2", "target")
     "    (SELECT CASE WHEN instr(t, x'0A0A')+instr(t, x'0A0D')>0 THEN r.start-skip<min(\n"
     "        coalesce(nullif(instr(t, x'0A0A'), 0), 4e9), coalesce(nullif(instr(t, x'0A0D'), 0), 4e9))-1 END\n"
     "      FROM (SELECT " BYTES("ltrim(text, " BLANKS ")") " AS t,\n"
     "          length(" BYTES("text") ")-length(" BYTES("ltrim(text, " BLANKS ")") ") AS skip\n"
     "        FROM documents d WHERE d.document=r.document)) AS IsRootEvent,\n"
     "    cameo AS EventCode, substr(cameo, 1, 3) AS EventBaseCode, substr(cameo, 1, 2) AS EventRootCode,\n"
     "    CASE WHEN cameo='' THEN NULL WHEN cameo<'06' THEN 1 WHEN cameo<'09' THEN 2 WHEN cameo<'14' THEN 3 ELSE 4 END\n"
     "      AS QuadClass, goldstein AS GoldsteinScale,\n"
     "    mentions AS NumMentions, 1 AS NumSources, 1 AS NumArticles, NULL AS AvgTone,\n"
     NO_PLACE("1") NO_PLACE("2")
     "    CASE place_kind WHEN 'country' THEN 1 WHEN 'city' THEN CASE country WHEN 'USA' THEN 3 ELSE 4 END END AS\n"
     "      ActionGeo_Type, place AS ActionGeo_FullName, fips AS ActionGeo_CountryCode, NULL AS ActionGeo_ADM1Code,\n"
     "    NULL AS ActionGeo_ADM2Code, lat AS ActionGeo_Lat, lon AS ActionGeo_Long, NULL AS ActionGeo_FeatureID,\n"
     "    NULL AS DATEADDED, url AS SOURCEURL\n"
     "  FROM event_rows_full r"},
#define SECTORS(side)                                                                                                  \
    "substr(" side "_sectors, 1, 3)||CASE WHEN length(" side "_sectors)>3 THEN ','||substr(" side                      \
    "_sectors, 4, 3) ELSE '' END\n      ||CASE WHEN length(" side "_sectors)>6 THEN ','||substr(" side                 \
    "_sectors, 7, 3) ELSE '' END\n      ||CASE WHEN length(" side "_sectors)>9 THEN ','||substr(" side                 \
    "_sectors, 10, 3) ELSE '' END"
    {"icews_events",
     "CREATE VIEW icews_events AS        -- the 20 columns of ICEWS\n"
     "  SELECT number AS \"Event ID\", CASE WHEN length(date)=10 THEN date END AS \"Event Date\",\n"
     "    source_name AS \"Source Name\", nullif(" SECTORS("source") ", '') AS \"Source Sectors\",\n"
     "    (SELECT name FROM country_codes WHERE iso3=source_country) AS \"Source Country\",\n"
     "    coalesce((SELECT name FROM cameo_codes WHERE code=r.cameo), (SELECT name FROM cameo_codes c WHERE c.code=r.code))\n"
     "      AS \"Event Text\", cameo AS \"CAMEO Code\", goldstein AS Intensity, target_name AS \"Target Name\",\n"
     "    nullif(" SECTORS("target") ", '') AS \"Target Sectors\",\n"
     "    (SELECT name FROM country_codes WHERE iso3=target_country) AS \"Target Country\",\n"
     "    id AS \"Story ID\", sentence+1 AS \"Sentence Number\", publisher AS Publisher, city AS City, NULL AS District,\n"
     "    province AS Province, country_name AS Country, lat AS Latitude, lon AS Longitude\n"
     "  FROM event_rows_full r"}};

/* ---- Codes ---------------------------------------------------------------------------------------------------------- */

static dm_slice embedded(const char *name)
{
    for (size_t i = 0; i < dm_embedded_count; i++)
        if (strcmp(dm_embedded_files[i].name, name) == 0)
            return (dm_slice){dm_embedded_files[i].at, (size_t)(dm_embedded_files[i].end - dm_embedded_files[i].at)};
    return (dm_slice){"", 0};
}

/* Lines of cells parted by tabs into the rows of a table; "-" is NULL. */
static int fill(dm_store *store, const char *file, const char *sql, int columns)
{
    dm_slice rest = embedded(file), line;
    sqlite3_stmt *insert = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &insert, NULL);
    while (code == SQLITE_OK && dm_slice_line(&rest, &line)) {
        if (dm_slice_trim(line).size == 0 || line.at[0] == '#')
            continue;
        for (int i = 1; i <= columns && code == SQLITE_OK; i++) {
            dm_slice cell = dm_slice_next(&line, '\t');
            code = cell.size == 0 || dm_slice_is(cell, "-")
                       ? sqlite3_bind_null(insert, i)
                       : sqlite3_bind_text(insert, i, cell.at, (int)cell.size, SQLITE_STATIC);
        }
        if (code == SQLITE_OK && sqlite3_step(insert) != SQLITE_DONE)
            code = sqlite3_errcode(store->db);
        else if (code == SQLITE_OK)
            code = sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return code;
}

static int make_codes(dm_store *store)
{
    int code = SQLITE_OK;
    for (size_t i = 0; i < DM_COUNT(tables) && code == SQLITE_OK; i++)
        code = sqlite3_exec(store->db, tables[i], NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(store->db, "DELETE FROM country_codes; DELETE FROM cameo_codes", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = fill(store, "data/country-codes.txt",
                    "INSERT INTO country_codes VALUES(?1,?2,?3,CAST(?4 AS INTEGER),CAST(?5 AS INTEGER),?6)", 6);
    if (code == SQLITE_OK)
        code = fill(store, "data/cameo.txt", "INSERT INTO cameo_codes VALUES(?1,CAST(?2 AS REAL),?3)", 3);
    return code;
}

/* ---- Up to date? ------------------------------------------------------------------------------------------------------- */

/* A hash of all that is made here: kept in `state`, it tells whether a database has it as it is now. */
static int64_t stamp(void)
{
    uint64_t hash = 0;
    dm_slice countries = embedded("data/country-codes.txt"), cameo = embedded("data/cameo.txt");
    for (size_t i = 0; i < DM_COUNT(views); i++)
        hash = dm_mix(hash, dm_hash(views[i].sql, strlen(views[i].sql)));
    hash = dm_mix(hash, dm_mix(dm_hash(countries.at, countries.size), dm_hash(cameo.at, cameo.size)));
    return (int64_t)(hash >> 1);
}

static int read_stamp(dm_store *store, int64_t *value)
{
    sqlite3_stmt *statement = NULL;
    *value = -1;
    int code = sqlite3_prepare_v2(store->db, "SELECT value FROM state WHERE name='layouts'", -1, &statement, NULL);
    if (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        *value = sqlite3_column_int64(statement, 0);
    int ended = sqlite3_finalize(statement);
    return code == SQLITE_OK ? ended : code;
}

int dm_store_layouts(dm_store *store)
{
    int64_t made, now = stamp();
    char sql[96];
    int code = read_stamp(store, &made);
    if (code != SQLITE_OK || made == now)
        return code;
    code = sqlite3_exec(store->db, "SAVEPOINT layouts", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return code;
    code = make_codes(store);
    for (size_t i = DM_COUNT(views); i-- > 0 && code == SQLITE_OK;) {
        snprintf(sql, sizeof sql, "DROP VIEW IF EXISTS %s", views[i].name);
        code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    }
    for (size_t i = 0; i < DM_COUNT(views) && code == SQLITE_OK; i++)
        code = sqlite3_exec(store->db, views[i].sql, NULL, NULL, NULL);
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO state VALUES('layouts', %lld)", (long long)now);
    if (code == SQLITE_OK)
        code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        sqlite3_exec(store->db, "ROLLBACK TO layouts", NULL, NULL, NULL);
    int released = sqlite3_exec(store->db, "RELEASE layouts", NULL, NULL, NULL);
    return code == SQLITE_OK ? released : code;
}
