/* The floor of make bench: what a processor needs at least for the jobs of jobs.py.

Every function writes the curve of every run. Draws of 32 bits are compared with chances times
2^32, so no law is weakened beyond that. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __AVX2__
#include <immintrin.h>
#define WIDE 32
#else
#define WIDE 16
#endif

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

enum { LANES = 64, PARTS = LANES / WIDE, ROOM = 16, ADOPTED = 0x80, AHEAD = 12, GUESSES = 4096 };

/* One byte for each of some lanes, and the same bytes as larger numbers. */
typedef u8 Bytes __attribute__((vector_size(WIDE)));
typedef u32 Words __attribute__((vector_size(WIDE)));
typedef u64 Longs __attribute__((vector_size(WIDE)));

/* One step of a scrambled counter (Steele, Lea and Flood 2014). */
static inline u64 scrambled(u64 *counter)
{
    u64 z = *counter += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Generators side by side, four bytes of luck from each: xoshiro128++ (Blackman and Vigna 2021). */
typedef struct {
    Words a, b, c, d;
} Luck;

static inline Bytes draws_of(Luck *luck)
{
    Words sum = luck->a + luck->d;
    Words draw = (sum << 7 | sum >> 25) + luck->a, shifted = luck->b << 9;
    luck->c ^= luck->a;
    luck->d ^= luck->b;
    luck->b ^= luck->c;
    luck->a ^= luck->d;
    luck->c ^= shifted;
    luck->d = luck->d << 11 | luck->d >> 21;
    return (Bytes)draw;
}

/* The entry of a table of 16 that each lane asks for; 0 for an index with its highest bit set. */
static inline Bytes looked_up(const u8 *table, Bytes index)
{
#ifdef __AVX2__
    __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
    return (Bytes)_mm256_shuffle_epi8(both, (__m256i)index);
#else
    Bytes found;
    for (int lane = 0; lane < WIDE; lane++)
        found[lane] = index[lane] & ADOPTED ? 0 : table[index[lane] % ROOM];
    return found;
#endif
}

static inline int any(Bytes lanes)
{
#ifdef __AVX2__
    return !_mm256_testz_si256((__m256i)lanes, (__m256i)lanes);
#else
    Longs longs = (Longs)lanes;
    return (longs[0] | longs[1]) != 0;
#endif
}

/* 64 runs of the village side by side. index: of each artisan in each run, how many alters have
   adopted, with the highest bit set once the artisan has. It points into the chances of a month,
   times 2^32: eight bits of luck decide against the highest byte of a chance; only where these
   are equal eight more against the next byte, and then sixteen against the rest. All draws of a
   month come before any index moves.
   high, next: [n, 16]. rest: [n, 16]. curve: [n_runs, n_months + 1], n at most 255. */
void village(u32 n, const u32 *first, const u32 *alter, const u8 *high, const u8 *next,
             const u16 *rest, u32 n_first, const u32 *first_adopters, u32 n_months, u32 n_runs,
             u64 random_seed, u8 *curve)
{
    typedef Bytes Lanes[PARTS];
    Lanes *index = aligned_alloc(64, sizeof(Lanes) * n);
    Lanes *joining = aligned_alloc(64, sizeof(Lanes) * (n + 1));
    u32 *waiting = malloc(sizeof(u32) * (n + 1)), *joiner = malloc(sizeof(u32) * (n + 1));
    u64 counter = random_seed;
    Luck luck;
    for (u32 run = 0; run < n_runs; run += LANES) {
        Lanes total;
        u32 n_waiting = n, n_joiners = n_first;
        u64 words[sizeof luck / 8];
        for (u32 word = 0; word < sizeof luck / 8; word++)
            words[word] = scrambled(&counter);
        memcpy(&luck, words, sizeof luck);
        memset(total, 0, sizeof total);
        memset(index, 0, sizeof(Lanes) * n);
        for (u32 ego = 0; ego < n; ego++)
            waiting[ego] = ego;
        for (u32 k = 0; k < n_first; k++) {
            joiner[k] = first_adopters[k];
            memset(joining[k], 0xFF, sizeof(Lanes));
        }
        for (u32 record = 0;; record++) {
            for (u32 k = 0; k < n_joiners; k++) {
                u32 ego = joiner[k];
                for (int part = 0; part < PARTS; part++) {
                    Bytes joins = joining[k][part];
                    total[part] -= joins;
                    index[ego][part] |= joins & ADOPTED;
                    for (u32 arc = first[ego]; arc < first[ego + 1]; arc++)
                        index[alter[arc]][part] -= joins;
                }
            }
            for (int lane = 0; lane < LANES; lane++)
                curve[(size_t)(run + lane) * (n_months + 1) + record] = ((u8 *)total)[lane];
            if (record == n_months)
                break;
            n_joiners = 0;
            u32 n_left = 0;
            for (u32 place = 0; place < n_waiting; place++) {
                u32 ego = waiting[place];
                Bytes *joins = joining[n_joiners];
                Bytes anybody = {0}, is_waiting = {0};
                for (int part = 0; part < PARTS; part++) {
                    Bytes at = index[ego][part], draw = draws_of(&luck);
                    Bytes bound = looked_up(high + ROOM * ego, at);
                    Bytes is_equal = (Bytes)(draw == bound), is_below = (Bytes)(draw < bound);
                    if (any(is_equal)) {
                        draw = draws_of(&luck);
                        bound = looked_up(next + ROOM * ego, at);
                        is_below |= is_equal & (Bytes)(draw < bound);
                        is_equal &= (Bytes)(draw == bound) & (Bytes)(at < ADOPTED);
                        if (any(is_equal))
                            for (int lane = 0; lane < WIDE; lane++)
                                if (is_equal[lane] &&
                                    scrambled(&counter) >> 48 < rest[ROOM * ego + at[lane]])
                                    is_below[lane] = 0xFF;
                    }
                    joins[part] = is_below;
                    anybody |= is_below;
                    is_waiting |= (Bytes)(at < ADOPTED) & ~is_below;
                }
                joiner[n_joiners] = ego;
                n_joiners += any(anybody);
                waiting[n_left] = ego;
                n_left += any(is_waiting);
            }
            n_waiting = n_left;
        }
    }
    free(index);
    free(joining);
    free(waiting);
    free(joiner);
}

/* Fetch what the queue will ask for soon. */
static inline void look_ahead(const u32 *queue, u32 head, u32 tail, const u32 *first,
                              const u32 *alter)
{
    if (head + 2 * AHEAD < tail)
        __builtin_prefetch(first + queue[head + 2 * AHEAD]);
    if (head + AHEAD < tail)
        __builtin_prefetch(alter + first[queue[head + AHEAD]]);
}

/* One cascade. It draws how many alters in a row are missed, so once for each success and not
   for each tie. ends: adopters at each record until it rests; returns how many records. */
u32 cascade(u32 n, const u32 *first, const u32 *alter, const u32 *missed, u32 n_first,
            const u32 *first_adopters, u32 n_months, u64 random_seed, u8 *has, u32 *queue,
            u32 *ends)
{
    u8 guess[GUESSES];
    u32 head = 0, tail = 0, record = 0;
    u64 counter = random_seed;
    for (u32 high = 0, k = 255; high < GUESSES; high++) {
        /* What is missed at least, by the first bits of a draw alone. */
        while (k > 0 && (high + 1) * (0x100000000u / GUESSES) - 1 >= missed[k])
            k--;
        guess[high] = (u8)k;
    }
    memset(has, 0, n);
    for (u32 k = 0; k < n_first; k++) {
        has[first_adopters[k]] = 1;
        queue[tail++] = first_adopters[k];
    }
    ends[record] = tail;
    while (record < n_months && head < tail) {
        for (u32 end = tail; head < end; head++) {
            u32 ego = queue[head], arc = first[ego], last = first[ego + 1];
            look_ahead(queue, head, tail, first, alter);
            for (;; arc++) {
                u32 draw = (u32)(scrambled(&counter) >> 32), k = guess[draw / (0x100000000u / GUESSES)];
                while (k < 255 && draw < missed[k + 1])
                    k++;
                if (k >= last - arc)
                    break;
                arc += k;
                u32 other = alter[arc];
                if (!has[other]) {
                    has[other] = 1;
                    queue[tail++] = other;
                }
            }
        }
        ends[++record] = tail;
    }
    return record + 1;
}

/* Thresholds. Each artisan counts down the adopting alters that are still missing, and joins the
   queue at zero; who begins counts from far beyond. Returns how many records. */
u32 threshold(u32 n, const u32 *first, const u32 *alter, const u16 *need, u32 n_first,
              const u32 *first_adopters, u32 n_months, u16 *missing, u32 *queue, u32 *ends)
{
    u32 head = 0, tail = 0, record = 0;
    memcpy(missing, need, sizeof(u16) * n);
    for (u32 k = 0; k < n_first; k++) {
        missing[first_adopters[k]] = UINT16_MAX;
        queue[tail++] = first_adopters[k];
    }
    ends[record] = tail;
    while (record < n_months && head < tail) {
        for (u32 end = tail; head < end; head++) {
            u32 ego = queue[head];
            look_ahead(queue, head, tail, first, alter);
            for (u32 arc = first[ego]; arc < first[ego + 1]; arc++) {
                u32 other = alter[arc];
                if (--missing[other] == 0)
                    queue[tail++] = other;
            }
        }
        ends[++record] = tail;
    }
    return record + 1;
}
