/* What a sentence leaves open and the text around it supplies.  Internal to the code room. */
#ifndef DM_DISCOURSE_H
#define DM_DISCOURSE_H

#include "code/frames.h"

/* The events told so far, and what wrote them. */
typedef struct dm_told {
    const dm_event *events;
    const uint32_t *of_match;   /* by event: index into the coding's matches */
    uint32_t count;
} dm_told;

/* Fills the sides that `m` leaves open, where the text leaves no doubt:
 *   violence and coercion with a known source: its victim in the clause around an event noun ("stranded in Gaza due to the
 *   Israeli offensive"), or the one country that the same source hit before in the text;
 *   requests without an addressee: whom the same source asked before in the text;
 *   "the letter", "it": whoever sent the letter before.
 * Returns true when something was filled; the sides are marked in the event's `by`. */
bool dm_discourse_fill(dm_coding *c, const dm_told *told, dm_match *m);
/* Who made what the verb of `m` answers, as its target: "rejected the charge", "welcomed the withdrawal" (told shortly before),
 * "a practice condemned by Kesh" (told by the clause that it sums up).  makers.c */
bool dm_maker_find(dm_coding *c, const dm_told *told, dm_match *m);
/* Whom a request, reproach, threat or offer with a known maker is for, where the verb that carries its noun tells it. makers.c */
bool dm_addressee_find(dm_coding *c, dm_match *m);
/* True when the match only speaks of a request, a reproach or other words told before: "this call", "the appeal". */
bool dm_discourse_repeats(const dm_coding *c, const dm_told *told, const dm_match *m);
/* True when nobody is asked (a head of state says that the own country must do something) and when somebody is kept from
 * doing it. */
bool dm_discourse_idle(const dm_coding *c, const dm_match *m);

#endif
