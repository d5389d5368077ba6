/* Functions compiled for AVX2 too where the machine has it, chosen at run time; the results are the same. */
#ifndef DM_GRAMMAR_CLONES_H
#define DM_GRAMMAR_CLONES_H

#if defined(__x86_64__) && defined(__gnu_linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

#endif
