/* Cues: the words that show that somebody says, thinks, wants or judges something, read from data/cues/, and where they
 * stand in a tree.  Private to the room. */
#ifndef DM_CUE_H
#define DM_CUE_H

#include "code/record.h"

typedef enum dm_cue_class {
    DM_CUE_VERB,
    DM_CUE_NOUN,
    DM_CUE_ADJECTIVE,
    DM_CUE_PREPOSITION, /* "according to": matched by its words, not by the tree */
    DM_CUE_LEAD,        /* a verb before a cue that belongs to it: "seemed to suggest" */
    DM_CUE_GOOD,        /* a word of praise in a verdict: "called the deal fair" */
    DM_CUE_BAD,         /* a word of blame: "called the deal illegal" */
    DM_CUE_POLICY,      /* a verb of policy: what one says one will do is what one is for */
    DM_CUE_NEVER,       /* the word with the words behind it is no cue: "think tank" */
    DM_CUE_CLASS_COUNT
} dm_cue_class;

typedef enum dm_cue_kind {
    DM_CUE_SPEECH,    /* says it */
    DM_CUE_EVIDENCE,  /* a document, a poll, a court shows or finds it */
    DM_CUE_THOUGHT,   /* believes, knows, fears it */
    DM_CUE_WISH,      /* wants, plans, asks for it */
    DM_CUE_JUDGEMENT, /* praises or blames it */
    DM_CUE_STANCE,    /* only a position, no statement */
    DM_CUE_KIND_COUNT
} dm_cue_kind;

enum {                          /* what the content may be: dm_cue.takes */
       DM_TAKES_CLAUSE = 1,     /* a finite clause, with or without "that" */
       DM_TAKES_QUOTE = 2,      /* direct speech */
       DM_TAKES_TO = 4,         /* an infinitive */
       DM_TAKES_ING = 8,        /* a gerund */
       DM_TAKES_OBJECT = 16,    /* the object, or the noun after the cue's last preposition, and what goes with it */
       DM_TAKES_PERSON = 32,    /* its object is whom it is said to */
       DM_TAKES_PASSIVE = 64,   /* in the passive its subject belongs to the content, with or without "by" */
       DM_TAKES_FOR = 128,      /* shows that the source is for the content */
       DM_TAKES_AGAINST = 256,  /* ... against it */
       DM_TAKES_DENIED = 512,   /* denies having said the content */
       DM_TAKES_SURE = 1024,    /* a position only when something concrete is named (object), not for clauses */
       DM_TAKES_HOLDER = 4096,  /* the noun itself is the holder: "a critic of" */
       DM_TAKES_VERDICT = 8192, /* calls its object something: good and bad words behind the object decide the stance */
       DM_TAKES_DEED = 16384, /* a position only when an infinitive says what somebody else is to do */
       DM_TAKES_ACT = 2048 /* a stance shown by a deed; holds only when the deed is done (not negated, not asked for) */
};

#define DM_CUE_WORDS 4 /* at most so many further words in one cue */

typedef struct dm_cue {
    uint8_t kind, class, extra_count;
    uint16_t takes;
    uint32_t next;                /* the next cue with the same head word, longer ones first; DM_NONE ends */
    uint64_t extra[DM_CUE_WORDS]; /* keys of the further words */
    dm_slice by;                  /* "cues/verbs.cues:40" */
} dm_cue;

typedef struct dm_issue {
    dm_slice id;
    bool turned;                  /* the name means the opposite: "!departure of Assad" */
} dm_issue;

struct dm_cues {
    dm_arena arena;
    dm_map heads; /* dm_mix(key of the head word, class) -> first cue */
    DM_VECTOR(dm_cue) cues;
    dm_phrases issue_names;
    DM_VECTOR(dm_issue) issues;
    dm_map turns;                 /* words that turn an issue round: "lifting" (turns.words) */
    DM_VECTOR(dm_remark) remarks; /* on the user's own files of issues */
};

/* A cue found in a tree. */
typedef struct dm_cue_match {
    const dm_cue *cue;
    uint32_t word;        /* its head word */
    uint32_t complement;  /* what its preposition governs, or DM_NONE */
    uint32_t object;      /* the object that belongs to the cue ("express concern"), or DM_NONE */
    uint32_t first, last; /* words [first, last) from the head word to its further words */
} dm_cue_match;

/* A run of words [first, last). */
typedef struct dm_run {
    uint32_t first, last;
} dm_run;

#define DM_PIECES 8

/* A statement in the making: words, not yet bytes. */
typedef struct dm_draft {
    dm_cue_match match;
    dm_run source, cue;
    uint32_t source_head;     /* word that heads the source, DM_NONE when there is none */
    uint32_t speaker_word;    /* word whose mention is the speaker (antecedent of "who"), or DM_NONE */
    uint32_t addressee_word;  /* or DM_NONE */
    dm_run pieces[DM_PIECES]; /* content, in text order */
    uint32_t piece_count;
    uint32_t sentence;
    uint32_t top;    /* first verb of the cue's chain: "seemed" in "seemed to suggest" */
    uint32_t clause; /* word that heads the content, or DM_NONE */
    bool negated, passive, dropped;
} dm_draft;

typedef DM_VECTOR(dm_draft) dm_drafts;

/* cues.c.  The longest cue headed by `word`. */
bool dm_cue_find(const dm_cues *cues, const dm_tree *tree, uint32_t word, dm_cue_match *out);
/* The entry of a verb that leads to another ("seemed to say"), NULL when `word` is none. */
const dm_cue *dm_cue_leads(const dm_cues *cues, const dm_tree *tree, uint32_t word);

/* Is it a verb of policy? */
bool dm_cue_is_policy(const dm_cues *cues, const dm_tree *tree, uint32_t word);
/* 1 for a word of praise, -1 for one of blame, else 0. */
int dm_cue_verdict(const dm_cues *cues, const dm_tree *tree, uint32_t word);

/* extents.c.  Where cue and source stand. */
void dm_extent_cue(const dm_cues *cues, const dm_tree *tree, dm_draft *draft);
void dm_extent_source(const dm_tree *tree, dm_draft *draft);
/* Is the verb negated (not, never, no longer)? */
bool dm_word_negated(const dm_tree *tree, uint32_t word);

/* contents.c.  What is said, by the tree. */
void dm_extent_content(const dm_tree *tree, dm_draft *draft);
/* Adds a piece without the punctuation around it; nothing when nothing is left. */
void dm_draft_add(const dm_text *text, dm_draft *draft, uint32_t first, uint32_t last);

/* according.c.  "according to": the whole draft.  false when there is no source. */
bool dm_extent_preposition(const dm_tree *tree, dm_draft *draft);

/* reach.c.  "..., argued the minister": source and content by order alone; false when it is not so. */
bool dm_reach_inverted(const dm_tree *tree, dm_draft *draft);
/* Mends what single attachments of the tree cut off or drag in: runs over all drafts of a document. */
void dm_reach_mend(const dm_cues *cues, const dm_tree *tree, dm_drafts *drafts);
/* Mends the source's ends by what stands around it: commas, quotation marks, days, relative clauses. */
void dm_reach_trim_source(const dm_tree *tree, dm_draft *draft);
/* A source for a finite cue whose subject the tree does not give: the nominal before it. */
void dm_reach_source(const dm_tree *tree, dm_draft *draft);
void dm_reach_own_source(const dm_tree *tree, dm_draft *draft);

/* cuts.c.  Cut contents that reach into other clauses: before ", adding that"; before a second cue of the same speaker; before the
 * main verb that hides in a noun's clause, a clause of its own behind a comma, or behind a relative clause. */
void dm_cut_participles(const dm_tree *tree, dm_drafts *drafts);
void dm_cut_coordinates(const dm_tree *tree, dm_drafts *drafts);
void dm_cut_main_verb(const dm_tree *tree, dm_draft *draft);
void dm_cut_new_clause(const dm_tree *tree, dm_draft *draft);
void dm_cut_relative(const dm_tree *tree, dm_draft *draft);

/* edges.c.  The last touch on the source's ends and the content's beginning. */
void dm_edge_source(const dm_tree *tree, dm_draft *draft);
void dm_edge_content(const dm_tree *tree, dm_draft *draft);
/* A weekday or a time of day, not a name ("USA Today"). */
bool dm_word_is_day(const dm_tree *tree, uint32_t word);

/* inserted.c.  "The museum, Marun said, would open": the whole draft; false when it is not so. */
bool dm_inserted(const dm_tree *tree, dm_draft *draft);
/* "The fire was out, the officials said on Monday.": the whole draft; false when it is not so. */
bool dm_inserted_final(const dm_tree *tree, dm_draft *draft);
/* "a fire, which officials said was out": the whole draft; false when it is not so. */
bool dm_inserted_relative(const dm_tree *tree, dm_draft *draft);
/* Said Marun, the mayor of Kesh: "...": the source; the quotation comes later. */
bool dm_inserted_opening(const dm_tree *tree, dm_draft *draft);
/* "...," Marun, the mayor of Kesh, said: the source is all between quotation and cue. */
void dm_inserted_source(const dm_tree *tree, dm_draft *draft);

/* "sent a letter urging", "spoke in Kesh, promising": the source is the verb's subject, not the noun before the cue. */
void dm_inserted_participle(const dm_tree *tree, dm_draft *draft);
/* A name between commas before a cue without a subject. */
void dm_inserted_name(const dm_tree *tree, dm_draft *draft);

/* "Reuters, citing officials, said that ...": the officials are the source of what Reuters said. */
void dm_inserted_citing(const dm_tree *tree, dm_drafts *drafts);

/* speakers.c.  The entity that the head of a phrase stands for, DM_NONE when there is none. */
uint32_t dm_speaker_entity(const dm_references *refers, uint32_t word);
/* The entity that speaks; DM_NONE when the text does not tell. */
uint32_t dm_speaker_of(const dm_record *record, const dm_draft *draft);

/* quoted_by.c.  The cue of verbs that are in no list, and such a verb beside a quotation or in the sentence that introduces it; DM_NONE
 * when there is none.  "..." -- Ada Marun: the draft of a signed quotation, false when it is none. */
extern const dm_cue dm_quote_beside;
uint32_t dm_quote_verb(const dm_tree *tree, dm_run run);
uint32_t dm_quote_introduced(const dm_tree *tree, uint32_t sentence);
bool dm_quote_signed(const dm_tree *tree, dm_run run, dm_draft *draft);

/* quotes.c.  Gives quotations to drafts; quote_of has the quotation of each word (marks included) or DM_NONE. */
void dm_quotes_attach(const dm_cues *cues, dm_arena *arena, const dm_tree *tree, const uint32_t *quote_of,
                      dm_drafts *drafts);
uint32_t *dm_quotes_of(dm_arena *arena, const dm_text *text);

/* issues.c */
dm_status dm_issues_open(dm_resources *resources, const char *const *files, size_t count, dm_cues *cues, dm_error *error);
/* The id of the issue that the words [first, last) name; absent when none.  *turned: they speak of its end or its opposite.
 * *head: the word that they are about: "prisoners" in "no release of prisoners" is not, "release" is; for "an end to the
 * blockade" it is "blockade". */
dm_slice dm_issue_named(const dm_cues *cues, const dm_tree *tree, uint32_t first, uint32_t last, bool *turned, uint32_t *head);

#endif
