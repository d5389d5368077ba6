/* Incidents: gathered by the store, so their answer is no panel and has no SQL. */
#include "serve/parts.h"

#include <errno.h>

typedef struct incidents_answer {
    dm_buffer *out;
    bool csv, any;
} incidents_answer;

static dm_status each(void *context, const dm_incident *incident)
{
    incidents_answer *answer = context;
    if (answer->csv) {
        dm_show_incident_csv(answer->out, incident);
    } else {
        dm_buffer_add(answer->out, ",", answer->any);
        dm_show_incident_json(answer->out, incident);
    }
    answer->any = true;
    return answer->out->failed ? DM_NO_MEMORY : DM_OK;
}

static bool date_of(const char *value, dm_date *out) { return value == NULL || dm_date_parse(dm_slice_of(value), out); }
static bool number_of(const char *value, uint32_t *out) { return value == NULL || dm_slice_number(dm_slice_of(value), out); }

void dm_answer_incidents(dm_answer *answer, dm_store *store, dm_form form, const dm_asked *asked, size_t count)
{
    enum { ACTOR, SOURCE, TARGET, TYPE, CAMEO, STATUS, COUNTRY, PLACE, TEXT, SINCE, UNTIL, SOURCES, LIMIT, NAMES };
    static const char *const names[NAMES] = {"actor", "source", "target", "type",  "cameo",   "status", "country",
                                             "place", "text",   "since",  "until", "sources", "limit"};
    const char *value[NAMES] = {NULL};
    if (form == DM_FORM_SQL) {
        dm_answer_error(answer, 404, "incidents are put together by the program, not by SQL: demarche incidents");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        int k = 0;
        while (k < NAMES && strcmp(asked[i].name, names[k]) != 0)
            k++;
        if (k == NAMES) {
            dm_answer_error(answer, 400, "incidents cannot be asked by one of these");
            return;
        }
        value[k] = asked[i].value[0] == '\0' ? NULL : asked[i].value;
    }
    dm_incident_question question = {.actor = value[ACTOR],
                                     .source = value[SOURCE],
                                     .target = value[TARGET],
                                     .plover = value[TYPE],
                                     .cameo = value[CAMEO],
                                     .status = value[STATUS] == NULL ? "actual" : strcmp(value[STATUS], "any") == 0 ? NULL : value[STATUS],
                                     .place = value[PLACE] != NULL ? value[PLACE] : value[COUNTRY],
                                     .text = value[TEXT],
                                     .limit = 200};
    if (!date_of(value[SINCE], &question.since) || !date_of(value[UNTIL], &question.until) ||
        !number_of(value[SOURCES], &question.least_sources) || !number_of(value[LIMIT], &question.limit)) {
        dm_answer_error(answer, 400, "a date or a number that is none");
        return;
    }
    dm_error error = {0};
    incidents_answer to = {.out = &answer->body, .csv = form == DM_FORM_CSV};
    answer->code = 200;
    answer->type = to.csv ? "text/csv; charset=utf-8; header=present" : "application/json";
    if (to.csv) {
        dm_show_incident_csv_header(&answer->body);
        snprintf(answer->name, sizeof answer->name, "incidents.csv");
    } else {
        dm_buffer_print(&answer->body, "{\"incidents\":[");
    }
    dm_status status = dm_store_incidents(store, &question, each, &to, &error);
    if (!to.csv)
        dm_buffer_print(&answer->body, "]}\n");
    if (status != DM_OK)
        dm_answer_error(answer, status == DM_BAD_ARGUMENT ? 400 : 500, error.why[0] != '\0' ? error.why : dm_status_name(status));
}
