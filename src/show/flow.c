/* Words flowing into the lines of a terminal. */
#include "show/flow.h"

/* Switches a style on; what went before ends first. */
static void switch_to(dm_flow *flow, dm_style style)
{
    static const char *const codes[DM_STYLE_COUNT] = {"",         "\033[1m",  "\033[2m",  "\033[1;33m",
                                                      "\033[36m", "\033[35m", "\033[32m", "\033[31m"};
    if (!flow->colour || style == flow->style)
        return;
    if (flow->style != DM_STYLE_PLAIN)
        dm_buffer_text(flow->out, "\033[0m");
    dm_buffer_text(flow->out, codes[style]);
    flow->style = style;
}

void dm_flow_start(dm_flow *flow, unsigned column, unsigned indent)
{
    switch_to(flow, DM_STYLE_PLAIN);
    while (flow->column < column) {
        dm_buffer_add(flow->out, " ", 1);
        flow->column++;
    }
    flow->indent = indent;
    flow->gap = flow->begun = false;
}

void dm_flow_end(dm_flow *flow)
{
    switch_to(flow, DM_STYLE_PLAIN);
    dm_buffer_add(flow->out, "\n", 1);
    flow->column = 0;
    flow->gap = flow->begun = false;
}

void dm_flow_pad(dm_flow *flow, unsigned column)
{
    switch_to(flow, DM_STYLE_PLAIN);
    if (flow->column + 1 >= column)
        column = flow->column + 1;
    if (column < flow->width)
        for (; flow->column < column; flow->column++)
            dm_buffer_add(flow->out, " ", 1);
    flow->gap = flow->column < column;
}

static void break_line(dm_flow *flow)
{
    unsigned indent = flow->indent;
    dm_flow_end(flow);
    dm_flow_start(flow, indent, indent);
}

static void styled(dm_flow *flow, dm_slice text, dm_style style)
{
    switch_to(flow, style);
    dm_buffer_plain(flow->out, text);
}

/* The part of a word that still fits; at least one code point where the line is empty. */
static size_t fitting(const dm_flow *flow, dm_slice word, unsigned *columns)
{
    size_t used = 0;
    unsigned length;
    *columns = 0;
    while (used < word.size) {
        dm_utf8_get(word.at + used, word.at + word.size, &length);
        unsigned size = dm_columns((dm_slice){word.at + used, length});
        if (flow->column + *columns + size > flow->width && (used != 0 || flow->column > flow->indent))
            break;
        *columns += size;
        used += length;
    }
    return used;
}

/* One word without blanks. */
static void put_word(dm_flow *flow, dm_slice word, dm_style style)
{
    /* The last column is kept for a comma that may follow. */
    unsigned columns = dm_columns(word), limit = flow->gap ? flow->width - 1 : flow->width, taken;
    if (flow->gap && flow->begun && flow->column + 1 + columns > limit) {
        break_line(flow);
    } else if (flow->gap && flow->begun) {
        if (style != flow->style)
            switch_to(flow, DM_STYLE_PLAIN);
        dm_buffer_add(flow->out, " ", 1);
        flow->column++;
    }
    flow->gap = false;
    if (flow->column + columns > flow->width && flow->begun && flow->indent + columns <= flow->width)
        break_line(flow);
    flow->begun = true;
    while (flow->column + columns > flow->width) {
        size_t used = fitting(flow, word, &taken);
        styled(flow, (dm_slice){word.at, used}, style);
        flow->column += taken;
        word.at += used;
        word.size -= used;
        columns -= taken;
        if (word.size == 0)
            return;
        break_line(flow);
        flow->begun = true;
    }
    styled(flow, word, style);
    flow->column += columns;
}

void dm_flow_put(dm_flow *flow, dm_slice text, dm_style style)
{
    while (text.size > 0) {
        size_t size = 0;
        while (size < text.size && !dm_flow_blank(text.at[size]))
            size++;
        if (size > 0)
            put_word(flow, (dm_slice){text.at, size}, style);
        text.at += size;
        text.size -= size;
        while (text.size > 0 && dm_flow_blank(text.at[0])) {
            flow->gap = true;
            text.at++, text.size--;
        }
    }
}

void dm_flow_say(dm_flow *flow, const char *text, dm_style style) { dm_flow_put(flow, dm_slice_of(text), style); }

void dm_flow_dot(dm_flow *flow)
{
    flow->gap = true;
    dm_flow_say(flow, "\xC2\xB7 ", DM_STYLE_DIM);
}

void dm_flow_party(dm_flow *flow, const char *names, const char *codes, dm_style style)
{
    if (names == NULL || *names == '\0') {
        dm_flow_say(flow, "\xE2\x80\x94", DM_STYLE_DIM);
        return;
    }
    dm_flow_say(flow, names, style);
    if (codes != NULL && *codes != '\0') {
        char text[80];
        snprintf(text, sizeof text, " (%.70s)", codes);
        dm_flow_say(flow, text, DM_STYLE_DIM);
    }
}
