/* What people said of events: as a table, CSV, JSON, and as cases for `demarche check`. */
#include "show/parts.h"

typedef struct named {
    const char *name, *value;
} named;

enum { NAMED = 17 };

static void fields_of(const dm_correction *c, named out[NAMED])
{
    const named all[NAMED] = {{"document", c->document},      {"trigger", c->trigger},
                              {"plover", c->plover},          {"cameo", c->cameo},
                              {"sources", c->sources},        {"targets", c->targets},
                              {"said", c->said.wrong ? "wrong" : "mended"}, {"new_plover", c->said.plover},
                              {"new_cameo", c->said.cameo},   {"new_status", c->said.status},
                              {"new_date", c->said.date},     {"new_sources", c->said.sources},
                              {"new_targets", c->said.targets}, {"note", c->said.note},
                              {"author", c->said.author},     {"made", c->made},
                              {"shown", c->event == DM_NONE ? "no" : "yes"}};
    memcpy(out, all, sizeof all);
}

void dm_show_correction_csv_header(dm_buffer *out)
{
    named all[NAMED];
    fields_of(&(dm_correction){.event = 0}, all);
    for (size_t i = 0; i < NAMED; i++)
        dm_buffer_print(out, "%s%s", i == 0 ? "" : ",", all[i].name);
    dm_buffer_text(out, "\r\n");
}

void dm_show_correction_csv(dm_buffer *out, const dm_correction *correction)
{
    named all[NAMED];
    fields_of(correction, all);
    for (size_t i = 0; i < NAMED; i++) {
        dm_buffer_text(out, i == 0 ? "" : ",");
        dm_buffer_csv(out, dm_slice_of(all[i].value));
    }
    dm_buffer_text(out, "\r\n");
}

void dm_show_correction_json(dm_buffer *out, const dm_correction *correction)
{
    named all[NAMED];
    fields_of(correction, all);
    for (size_t i = 0; i < NAMED; i++) {
        dm_buffer_print(out, "%s\"%s\":", i == 0 ? "{" : ",", all[i].name);
        if (all[i].value == NULL)
            dm_buffer_text(out, "null");
        else
            dm_buffer_json(out, dm_slice_of(all[i].value));
    }
    dm_buffer_text(out, "}\n");
}

static void plain(dm_buffer *out, const char *text) { dm_buffer_plain(out, dm_slice_of(text)); }

void dm_show_correction_table(dm_buffer *out, const dm_correction *c)
{
    const named fresh[] = {{"source", c->said.sources}, {"target", c->said.targets}, {"type", c->said.plover},
                           {"cameo", c->said.cameo},    {"status", c->said.status},  {"date", c->said.date}};
    plain(out, c->document);
    if (c->event != DM_NONE)
        dm_buffer_print(out, ":v%u", c->event + 1);
    dm_buffer_print(out, "  %s > %s %s %s \"", *c->sources == '\0' ? "-" : c->sources, *c->targets == '\0' ? "-" : c->targets,
                    c->plover, c->cameo);
    plain(out, c->trigger);
    dm_buffer_print(out, "\"\n    %s", c->said.wrong ? "wrong" : "");
    for (size_t i = 0; i < DM_COUNT(fresh); i++)
        if (fresh[i].value != NULL)
            dm_buffer_print(out, "%s%s %s", i == 0 || (i > 0 && out->at[out->size - 1] == ' ') ? "" : " ", fresh[i].name,
                            *fresh[i].value == '\0' ? "-" : fresh[i].value);
    if (c->event == DM_NONE)
        dm_buffer_text(out, "  (no such event in the present coding)");
    for (int i = 0; i < 2; i++)
        if ((i == 0 ? c->said.note : c->said.author) != NULL) {
            dm_buffer_text(out, i == 0 ? "\n    " : "\n    said by ");
            plain(out, i == 0 ? c->said.note : c->said.author);
        }
    dm_buffer_text(out, "\n");
}

/* A side as a case spells it. */
static void put_side(dm_buffer *out, const char *codes) { dm_buffer_text(out, codes == NULL || *codes == '\0' ? "-" : codes); }

void dm_show_correction_case(dm_buffer *out, const dm_correction *c)
{
    dm_buffer_text(out, "case ");
    plain(out, c->document);
    dm_buffer_text(out, "\n");
    if (c->date != NULL)
        dm_buffer_print(out, "date %s\n", c->date);
    for (dm_slice rest = dm_slice_of(c->text), line; dm_slice_line(&rest, &line);) {
        line = dm_slice_trim(line);
        if (line.size == 0)
            continue;
        dm_buffer_text(out, "text ");
        dm_buffer_plain(out, line);
        dm_buffer_text(out, "\n");
    }
    if (c->said.note != NULL) {
        dm_buffer_text(out, "because ");
        plain(out, c->said.note);
        dm_buffer_text(out, "\n");
    }
    const dm_mending *said = &c->said;
    dm_buffer_text(out, said->wrong ? "no event " : "event ");
    put_side(out, said->sources != NULL ? said->sources : c->sources);
    dm_buffer_text(out, " > ");
    put_side(out, said->targets != NULL ? said->targets : c->targets);
    dm_buffer_print(out, " %s %s", said->plover != NULL ? said->plover : c->plover, said->cameo != NULL ? said->cameo : c->cameo);
    if (said->status != NULL)
        dm_buffer_print(out, " %s", said->status);
    if (said->date != NULL)
        dm_buffer_print(out, " date=%s", said->date);
    if (strchr(c->trigger, '"') == NULL && strchr(c->trigger, '\n') == NULL)
        dm_buffer_print(out, " \"%s\"", c->trigger);
    dm_buffer_text(out, "\nfurther events\n\n");
}
