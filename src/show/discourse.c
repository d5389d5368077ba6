/* Positions as statements of the Discourse Network Analyzer: a database as DNA 3 keeps it, with the statement type
 * "DNA Statement" (person, organization, concept, agreement). */
#include "show/writer.h"

#include <stdlib.h>

/* The columns that DNA 3 reads; its own checks of lengths and colours are left out. */
static const char *const schema[] = {
    "CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL DEFAULT '');",
    "INSERT INTO SETTINGS VALUES('version','3.0');",
    "CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL, Red INTEGER NOT NULL DEFAULT 0,"
    " Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0, Refresh INTEGER NOT NULL DEFAULT 0,"
    " FontSize INTEGER NOT NULL DEFAULT 14, Password TEXT NOT NULL, PopupWidth INTEGER DEFAULT 300,"
    " ColorByCoder INTEGER NOT NULL DEFAULT 0, PopupDecoration INTEGER NOT NULL DEFAULT 0,"
    " PopupAutoComplete INTEGER NOT NULL DEFAULT 1, PermissionAddDocuments INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditDocuments INTEGER NOT NULL DEFAULT 1, PermissionDeleteDocuments INTEGER NOT NULL DEFAULT 1,"
    " PermissionImportDocuments INTEGER NOT NULL DEFAULT 1, PermissionAddStatements INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditStatements INTEGER NOT NULL DEFAULT 1, PermissionDeleteStatements INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditAttributes INTEGER NOT NULL DEFAULT 1, PermissionEditRegex INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditStatementTypes INTEGER NOT NULL DEFAULT 1, PermissionEditCoders INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditCoderRelations INTEGER NOT NULL DEFAULT 1, PermissionViewOthersDocuments INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditOthersDocuments INTEGER NOT NULL DEFAULT 1, PermissionViewOthersStatements INTEGER NOT NULL DEFAULT 1,"
    " PermissionEditOthersStatements INTEGER NOT NULL DEFAULT 1);",
    /* The password is "demarche": salt and SHA-256 in 100,000 rounds, in base64. */
    "INSERT INTO CODERS(ID,Name,Red,Green,Blue,Password) VALUES(1,'demarche',42,111,187,"
    "'ZGVtYXJjaGUtZG5hLTAuMeW0DVJK/da2GWu4a0hZbrssv7R0tVJXiAGiv/1H4uTA');",
    "CREATE TABLE CODERRELATIONS(ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE,"
    " OtherCoder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, viewStatements INTEGER NOT NULL DEFAULT 1,"
    " editStatements INTEGER NOT NULL DEFAULT 1, viewDocuments INTEGER NOT NULL DEFAULT 1,"
    " editDocuments INTEGER NOT NULL DEFAULT 1);",
    "CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT NOT NULL, Text TEXT NOT NULL,"
    " Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, Author TEXT NOT NULL DEFAULT '',"
    " Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '', Notes TEXT NOT NULL DEFAULT '',"
    " Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL);",
    "CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT NOT NULL, Red INTEGER NOT NULL DEFAULT 0,"
    " Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0);",
    "INSERT INTO STATEMENTTYPES VALUES(1,'DNA Statement',239,208,51);",
    "CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL,"
    " DataType TEXT NOT NULL DEFAULT 'short text', StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID)"
    " ON DELETE CASCADE, UNIQUE(Variable, StatementTypeId));",
    "INSERT INTO VARIABLES VALUES(1,'person','short text',1),(2,'organization','short text',1),"
    "(3,'concept','short text',1),(4,'agreement','boolean',1);",
    "CREATE TABLE REGEXES(Label TEXT PRIMARY KEY, Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0,"
    " Blue INTEGER NOT NULL DEFAULT 0);",
    "CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID)"
    " ON DELETE CASCADE, DocumentId INTEGER REFERENCES DOCUMENTS(ID) ON DELETE CASCADE, Start INTEGER NOT NULL,"
    " Stop INTEGER NOT NULL, Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE);",
    "CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID)"
    " ON DELETE CASCADE, Value TEXT NOT NULL DEFAULT '', Red INTEGER DEFAULT 0, Green INTEGER DEFAULT 0,"
    " Blue INTEGER DEFAULT 0, ChildOf INTEGER REFERENCES ENTITIES(ID) ON DELETE CASCADE, UNIQUE(VariableId, Value));",
    "CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID)"
    " ON DELETE CASCADE, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE,"
    " Value INTEGER NOT NULL DEFAULT 1, UNIQUE(StatementId, VariableId));",
    "CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID)"
    " ON DELETE CASCADE, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE,"
    " Value INTEGER NOT NULL DEFAULT 0, UNIQUE(StatementId, VariableId));",
    "CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID)"
    " ON DELETE CASCADE, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE,"
    " Entity INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE, UNIQUE(StatementId, VariableId));",
    "CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID)"
    " ON DELETE CASCADE, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE,"
    " Value TEXT DEFAULT '', UNIQUE(StatementId, VariableId));",
    "CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID)"
    " ON DELETE CASCADE, AttributeVariable TEXT NOT NULL, UNIQUE(VariableId, AttributeVariable));",
    "INSERT INTO ATTRIBUTEVARIABLES VALUES(1,1,'Code'),(2,2,'Code'),(3,1,'Country'),(4,2,'Country');",
    "CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY NOT NULL, EntityId INTEGER NOT NULL REFERENCES ENTITIES(ID)"
    " ON DELETE CASCADE, AttributeVariableId INTEGER NOT NULL REFERENCES ATTRIBUTEVARIABLES(ID) ON DELETE CASCADE,"
    " AttributeValue TEXT NOT NULL DEFAULT '', UNIQUE(EntityId, AttributeVariableId));",
    NULL};

enum { PERSON = 1, ORGANIZATION, CONCEPT, AGREEMENT };
enum { LONGEST = 190 }; /* code points that DNA takes as a value or title */

typedef struct discourse {
    dm_output_base base;
    sqlite3_stmt *document, *statement, *entity, *find, *attribute, *text, *boolean;
} discourse;

/* The first LONGEST code points, trimmed. */
static dm_slice shortened(dm_slice text)
{
    size_t size = 0, count = 0;
    text = dm_slice_trim(text);
    while (size < text.size && count < LONGEST) {
        unsigned length;
        dm_utf8_get(text.at + size, text.at + text.size, &length);
        size += length;
        count++;
    }
    return (dm_slice){text.at == NULL ? "" : text.at, size};
}

/* The row of a value of a variable, made when it is new. */
static int64_t entity_row(discourse *out, int variable, dm_slice value, const dm_entity *actor)
{
    int64_t row = 0;
    value = shortened(value);
    dm_base_number(&out->base, out->find, 1, variable);
    dm_base_text(&out->base, out->find, 2, value);
    if (dm_base_step(&out->base, out->find, &row))
        return row;
    dm_base_number(&out->base, out->entity, 1, variable);
    dm_base_text(&out->base, out->entity, 2, value);
    dm_base_step(&out->base, out->entity, NULL);
    row = sqlite3_last_insert_rowid(out->base.db);
    for (int i = 0; i < 2 && actor != NULL; i++) {
        dm_base_number(&out->base, out->attribute, 1, row);
        dm_base_number(&out->base, out->attribute, 2, variable + 2 * i);
        dm_base_text(&out->base, out->attribute, 3, dm_slice_of(i == 0 ? actor->actor : actor->country));
        dm_base_step(&out->base, out->attribute, NULL);
    }
    return row;
}

static void put_text(discourse *out, int64_t statement, int variable, dm_slice value, const dm_entity *actor)
{
    dm_base_number(&out->base, out->text, 1, statement);
    dm_base_number(&out->base, out->text, 2, variable);
    dm_base_number(&out->base, out->text, 3, entity_row(out, variable, value, actor));
    dm_base_step(&out->base, out->text, NULL);
}

/* The words to mark: what is said, else the sentence, else what it is about. */
static dm_span marked(const dm_record *record, const dm_position *position)
{
    if (position->statement < record->statement_count && record->statements[position->statement].content.count != 0)
        return record->statements[position->statement].content.at[0];
    for (uint32_t i = 0; i < record->text.sentence_count; i++)
        if (record->sentence_spans[i].start <= position->issue.start && position->issue.end <= record->sentence_spans[i].end)
            return record->sentence_spans[i];
    return position->issue;
}

static void put_position(discourse *out, const dm_record *record, const dm_position *position, int64_t document,
                         const dm_ruler *ruler)
{
    dm_span span = marked(record, position);
    uint32_t start = dm_ruler_at(ruler, span.start), stop = dm_ruler_at(ruler, span.end);
    if (position->holder >= record->refers.entity_count || start >= stop)
        return;
    const dm_entity *holder = &record->refers.entities[position->holder];
    bool person = holder->type == DM_PER;
    dm_base_number(&out->base, out->statement, 1, document);
    dm_base_number(&out->base, out->statement, 2, start);
    dm_base_number(&out->base, out->statement, 3, stop);
    dm_base_step(&out->base, out->statement, NULL);
    int64_t row = sqlite3_last_insert_rowid(out->base.db);
    put_text(out, row, PERSON, person ? holder->name : (dm_slice){"", 0}, person ? holder : NULL);
    put_text(out, row, ORGANIZATION, person ? (dm_slice){"", 0} : holder->name, person ? NULL : holder);
    put_text(out, row, CONCEPT,
             position->issue_id.size != 0 ? position->issue_id : dm_show_span(record, position->issue), NULL);
    dm_base_number(&out->base, out->boolean, 1, row);
    dm_base_number(&out->base, out->boolean, 2, AGREEMENT);
    dm_base_number(&out->base, out->boolean, 3, !position->against);
    dm_base_step(&out->base, out->boolean, NULL);
}

/* Documents without a day cannot stand in DNA, whose dates are milliseconds. */
static dm_status add(void *state, const dm_record *record, dm_error *error)
{
    discourse *out = state;
    const dm_document *document = &record->document;
    if (document->date.year == 0 || document->date.month == 0 || document->date.day == 0)
        return DM_OK;
    dm_slice title = shortened(document->title.size != 0 ? document->title : document->id);
    dm_base_text(&out->base, out->document, 1, title.size != 0 ? title : DM_SLICE("(no title)"));
    dm_base_text(&out->base, out->document, 2, document->text.at == NULL ? (dm_slice){"", 0} : document->text);
    dm_base_text(&out->base, out->document, 3, shortened(document->source));
    dm_base_text(&out->base, out->document, 4, document->url.at == NULL ? (dm_slice){"", 0} : document->url);
    dm_base_number(&out->base, out->document, 5, (int64_t)dm_date_days(document->date) * 86400000);
    dm_base_step(&out->base, out->document, NULL);
    int64_t row = out->base.db == NULL ? 0 : sqlite3_last_insert_rowid(out->base.db);
    dm_ruler ruler; /* Java counts UTF-16 */
    dm_ruler_init(&ruler, document->text, DM_OFFSETS_UTF16);
    for (uint32_t i = 0; i < record->position_count && !ruler.failed; i++)
        put_position(out, record, &record->positions[i], row, &ruler);
    bool no_memory = ruler.failed;
    dm_ruler_free(&ruler);
    return no_memory ? dm_fail(error, DM_NO_MEMORY, out->base.name, 0, 0, "out of memory")
                     : dm_base_status(&out->base, error);
}

static dm_status end(void *state, bool good, dm_error *error)
{
    discourse *out = state;
    dm_status status = dm_base_close(&out->base, good, error);
    free(out);
    return status;
}

static dm_status open(const char *path, FILE *stream, void **state, dm_error *error)
{
    (void)stream;
    discourse *out = calloc(1, sizeof *out);
    if (out == NULL)
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    dm_status status = dm_base_open(&out->base, path, schema, error);
    if (status == DM_OK) {
        out->document = dm_base_prepare(&out->base, "INSERT INTO DOCUMENTS(Title,Text,Source,Notes,Date,Coder)"
                                                    " VALUES(?,?,?,?,?,1)");
        out->statement = dm_base_prepare(&out->base, "INSERT INTO STATEMENTS(StatementTypeId,DocumentId,Start,Stop,Coder)"
                                                     " VALUES(1,?,?,?,1)");
        out->find = dm_base_prepare(&out->base, "SELECT ID FROM ENTITIES WHERE VariableId=? AND Value=?");
        out->entity = dm_base_prepare(&out->base, "INSERT INTO ENTITIES(VariableId,Value) VALUES(?,?)");
        out->attribute = dm_base_prepare(&out->base, "INSERT INTO ATTRIBUTEVALUES(EntityId,AttributeVariableId,"
                                                     "AttributeValue) VALUES(?,?,?)");
        out->text = dm_base_prepare(&out->base, "INSERT INTO DATASHORTTEXT(StatementId,VariableId,Entity) VALUES(?,?,?)");
        out->boolean = dm_base_prepare(&out->base, "INSERT INTO DATABOOLEAN(StatementId,VariableId,Value) VALUES(?,?,?)");
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

const dm_writer_kind dm_discourse_writer = {open, add, end, false};
