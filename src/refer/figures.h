/* The words of figures: data/rules/figures.txt. */
#ifndef DM_FIGURES_H
#define DM_FIGURES_H

#include "refer/times.h"

typedef enum dm_figure_class {
    DM_F_SIGN,
    DM_F_UNIT,
    DM_F_HARM,
    DM_F_NEVER,
    DM_F_SINGLE,
    DM_F_MASS,
    DM_F_CLASS_COUNT
} dm_figure_class;
typedef enum dm_figure_bound { DM_F_EXACT, DM_F_LEAST, DM_F_MOST, DM_F_NEAR, DM_F_UNDER } dm_figure_bound;

typedef struct dm_figure_word {
    uint8_t classes; /* one bit a dm_figure_class */
    char unit[7];    /* of signs and units */
} dm_figure_word;

typedef struct dm_figure_words {
    bool no_memory;          /* while they are read */
    dm_map words;
    dm_figure_word *entries;
    uint32_t entry_count, entry_room;
    dm_phrases bounds; /* phrase -> dm_figure_bound */
} dm_figure_words;

/* Opened and closed with the rules of times. */
dm_status dm_figure_words_open(dm_resources *resources, dm_figure_words **out, dm_error *error);
void dm_figure_words_close(dm_figure_words *words);

#endif
