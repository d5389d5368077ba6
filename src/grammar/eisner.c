/* Trees from the scores of arcs. */
#include "grammar/network_parts.h"

bool dm_heads_are_tree(const uint16_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t at = i, steps = 0;
        roots += heads[i] == 0;
        while (at != 0 && steps++ <= n)
            at = heads[at];
        if (at != 0)
            return false;
    }
    return roots == 1;
}

void dm_eisner(const float *s, size_t stride, uint32_t n, float *chart, uint16_t *splits, uint16_t *heads)
{
    uint32_t w = n + 1;
    size_t area = (size_t)w * w;
    float *open_left = chart, *open_right = open_left + area, *left = open_right + area, *right = left + area;
    uint16_t *at_open = splits, *at_left = at_open + area, *at_right = at_left + area;
    memset(chart, 0, 4 * area * sizeof *chart);
#define AT(i, j) ((size_t)(i) * w + (j))
    for (uint32_t size = 1; size <= n; size++)
        for (uint32_t i = 0; i + size <= n; i++) {
            uint32_t j = i + size, split = i;
            float best = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float v = right[AT(i, k)] + left[AT(k + 1, j)];
                if (v > best)
                    best = v, split = k;
            }
            open_left[AT(i, j)] = i == 0 ? -1e30f : best + s[(size_t)i * stride + j];
            open_right[AT(i, j)] = best + s[(size_t)j * stride + i];
            at_open[AT(i, j)] = (uint16_t)split;
            best = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float v = left[AT(i, k)] + open_left[AT(k, j)];
                if (v > best)
                    best = v, split = k;
            }
            left[AT(i, j)] = best;
            at_left[AT(i, j)] = (uint16_t)split;
            best = -1e30f;
            for (uint32_t k = i + 1; k <= j; k++) {
                float v = open_right[AT(i, k)] + right[AT(k, j)];
                if (v > best)
                    best = v, split = k;
            }
            right[AT(i, j)] = best;
            at_right[AT(i, j)] = (uint16_t)split;
        }
    struct item { uint16_t i, j; uint8_t open, to_right; } stack[4 * (DM_NET_LONGEST + 4)];
    size_t top = 0;
    stack[top++] = (struct item){0, (uint16_t)n, 0, 1};
    while (top > 0) {
        struct item now = stack[--top];
        if (now.i == now.j)
            continue;
        if (now.open) {
            uint16_t k = at_open[AT(now.i, now.j)];
            if (now.to_right)
                heads[now.j] = now.i;
            else
                heads[now.i] = now.j;
            stack[top++] = (struct item){now.i, k, 0, 1};
            stack[top++] = (struct item){(uint16_t)(k + 1), now.j, 0, 0};
        } else if (now.to_right) {
            uint16_t k = at_right[AT(now.i, now.j)];
            stack[top++] = (struct item){now.i, k, 1, 1};
            stack[top++] = (struct item){k, now.j, 0, 1};
        } else {
            uint16_t k = at_left[AT(now.i, now.j)];
            stack[top++] = (struct item){now.i, k, 0, 0};
            stack[top++] = (struct item){k, now.j, 1, 0};
        }
    }
    uint32_t root = 0;
    for (uint32_t d = 1; d <= n; d++)
        if (heads[d] == 0 && (root == 0 || s[(size_t)d * stride] > s[(size_t)root * stride]))
            root = d;
    for (uint32_t d = 1; d <= n; d++)
        if (heads[d] == 0 && d != root)
            heads[d] = (uint16_t)root;
#undef AT
}
