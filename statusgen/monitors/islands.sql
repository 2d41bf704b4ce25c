-- From samples to islands: when each component was known to be up, and when it was known to be down.
--
-- In    samples(component, instant, up)    one row for each time that a monitor looked: the component's id (text), whole seconds
--                                          of UTC since 1970 (bigint), whether it was up (boolean; NULL: the monitor cannot tell)
--       settings(gap_seconds)              one row: the longest time, in seconds (bigint), that one sample speaks for
-- Out   component, up, start_at, end_at    one row for each island, by component and time: up or down from its first second to
--                                          the first second after it; two islands of a component share no second, and where they
--                                          touch, they differ
--
-- A sample speaks from its instant until the component's next sample, and for gap_seconds at most. What no sample speaks for is
-- in no island: it is unknown. NULL ends what the sample before it said, and says nothing itself. Of several samples of one
-- component at one instant the one that says down holds, and NULL only where there is no other.
--
-- To run it elsewhere, give the engine these two relations (tables or views) under these names, and run this text as it is. It
-- wants booleans, CASE, and the window functions LAG, LEAD and SUM: DuckDB, Spark, PostgreSQL and SQLite have them. Rows may lie
-- in any order. All samples are sorted once, and only the few at which something changes go further.

WITH said AS (
    -- 0 nothing, 1 up, 2 down: so that the last in order is the one that holds.
    SELECT component, instant, CASE WHEN up THEN 1 WHEN NOT up THEN 2 ELSE 0 END AS state
    FROM samples
),
neighbours AS (
    SELECT component, instant, state,
        LAG(instant) OVER (PARTITION BY component ORDER BY instant, state) AS instant_before,
        LAG(state) OVER (PARTITION BY component ORDER BY instant, state) AS state_before,
        LEAD(instant) OVER (PARTITION BY component ORDER BY instant, state) AS instant_after
    FROM said
),
turns AS (
    -- Nearly every sample repeats the one before it, in time, and changes nothing. These may, and the last of each component.
    SELECT component, instant, state, instant_before, gap_seconds
    FROM neighbours CROSS JOIN settings
    WHERE instant_before IS NULL
        OR instant_after IS NULL
        OR state <> state_before
        OR instant - instant_before > gap_seconds
),
ahead AS (
    -- The sample before the next turn is the last that repeats this one.
    SELECT component, instant, state, gap_seconds,
        LEAD(instant) OVER (PARTITION BY component ORDER BY instant, state) AS next_turn,
        LEAD(instant_before) OVER (PARTITION BY component ORDER BY instant, state) AS last_repeat
    FROM turns
),
stretches AS (
    SELECT component, state, instant AS start_at,
        CASE
            WHEN next_turn IS NULL THEN instant + gap_seconds
            WHEN next_turn - last_repeat > gap_seconds THEN last_repeat + gap_seconds
            ELSE next_turn
        END AS end_at
    FROM ahead
),
spoken AS (
    -- Of several samples at one instant, all but the last speak for no time at all.
    SELECT component, state, start_at, end_at,
        LAG(state) OVER (PARTITION BY component ORDER BY start_at) AS state_before,
        LAG(end_at) OVER (PARTITION BY component ORDER BY start_at) AS end_before
    FROM stretches
    WHERE state > 0 AND start_at < end_at
),
numbered AS (
    -- A stretch that touches one of the same state belongs to its island.
    SELECT component, state, start_at, end_at,
        SUM(CASE WHEN state = state_before AND start_at = end_before THEN 0 ELSE 1 END)
            OVER (PARTITION BY component ORDER BY start_at) AS island
    FROM spoken
)
SELECT component, state = 1 AS up, MIN(start_at) AS start_at, MAX(end_at) AS end_at
FROM numbered
GROUP BY component, state, island
ORDER BY component, start_at
