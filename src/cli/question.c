/* The question that options ask, for all commands over events of a database. */
#include "cli/command.h"

#include <math.h>
#include <stdlib.h>

/* "1.5,-2,3": exactly `count` numbers; false else. */
static bool numbers_of(const char *given, double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *end;
        numbers[i] = strtod(given, &end);
        if (end == given || !isfinite(numbers[i]) || *end != (i + 1 < count ? ',' : '\0'))
            return false;
        given = end + 1;
    }
    return true;
}

/* "A,B" of --between, kept until the next call. */
static bool two_of(const char *given, dm_question *question)
{
    static char first[256];
    const char *comma = strchr(given, ',');
    size_t size = comma == NULL ? 0 : (size_t)(comma - given);
    if (size == 0 || size >= sizeof first || comma[1] == '\0')
        return false;
    memcpy(first, given, size);
    first[size] = '\0';
    question->actor = first;
    question->other = comma + 1 + strspn(comma + 1, " ");
    return true;
}

int dm_question_of(const dm_arguments *arguments, dm_question *question)
{
    *question = (dm_question){.actor = dm_argument(arguments, "actor"),
                              .source = dm_argument(arguments, "source"),
                              .target = dm_argument(arguments, "target"),
                              .plover = dm_argument(arguments, "type"),
                              .cameo = dm_argument(arguments, "cameo"),
                              .status = dm_argument(arguments, "status"),
                              .place = dm_argument(arguments, "place"),
                              .text = dm_argument(arguments, "text"),
                              .speaker = dm_argument(arguments, "speaker"),
                              .country = dm_argument(arguments, "country"),
                              .paper = dm_argument(arguments, "paper"),
                              .issue = dm_argument(arguments, "issue"),
                              .document = dm_argument(arguments, "document"),
                              .latest = dm_argument(arguments, "latest") != NULL};
    const char *since = dm_argument(arguments, "since"), *until = dm_argument(arguments, "until"),
               *limit = dm_argument(arguments, "limit"), *between = dm_argument(arguments, "between"),
               *box = dm_argument(arguments, "box"), *near = dm_argument(arguments, "near");
    double degrees[4];
    if (since != NULL && !dm_date_parse(dm_slice_of(since), &question->since))
        return dm_usage(arguments, "--since %s is not a date", since);
    if (until != NULL && !dm_date_parse(dm_slice_of(until), &question->until))
        return dm_usage(arguments, "--until %s is not a date", until);
    if (limit != NULL && !dm_slice_number(dm_slice_of(limit), &question->limit))
        return dm_usage(arguments, "--limit %s is not a number", limit);
    if (between != NULL && question->actor != NULL)
        return dm_usage(arguments, "--actor or --between, not both");
    if (between != NULL && !two_of(between, question))
        return dm_usage(arguments, "--between %s is not WHO,WHO", between);
    if (box != NULL) {
        if (!numbers_of(box, degrees, 4))
            return dm_usage(arguments, "--box %s is not west,south,east,north in degrees", box);
        question->boxed = true;
        question->west = degrees[0], question->south = degrees[1];
        question->east = degrees[2], question->north = degrees[3];
    }
    if (near != NULL) {
        if (!numbers_of(near, degrees, 3) || fabs(degrees[0]) > 90 || fabs(degrees[1]) > 180 || degrees[2] <= 0)
            return dm_usage(arguments, "--near %s is not latitude,longitude,kilometres", near);
        question->lat = degrees[0], question->lon = degrees[1], question->within = degrees[2];
    }
    return DM_EXIT_DONE;
}
