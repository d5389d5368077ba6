/* Half-precision numbers (IEEE 754 binary16), as the weights of networks are stored.  The same results on every processor.
 * Inside the room and its trainers. */
#ifndef DM_HALVES_H
#define DM_HALVES_H

#include "base/base.h"

uint16_t dm_half_of(float number);
float dm_float_of_half(uint16_t half);
/* The largest without their signs; 0x7C00 or more when one is no finite number. */
uint16_t dm_halves_largest(const uint16_t *halves, size_t count);
/* Of finite halves: as floats; and times `up` as the nearest whole numbers (count a multiple of 8, none beyond an int16). */
void dm_floats_of_halves(const uint16_t *halves, size_t count, float *out);
void dm_wholes_of_halves(const uint16_t *halves, size_t count, float up, int16_t *out);

#endif
