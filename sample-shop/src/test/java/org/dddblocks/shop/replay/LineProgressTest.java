package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(5);
    private final LineProgress progress =
            new LineProgress(new PrintStream(out, true, StandardCharsets.UTF_8), 3_000, nanos::get);

    @Test
    void rate_and_time_left_follow_from_the_rows_since_the_first() {
        at(20, 1);
        at(30, 1_000);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("1,000 of 3,000 rows (33 %), 100 rows/s, 0:20 left\n");
    }

    @Test
    void a_line_is_printed_every_two_seconds_and_at_the_end_only() {
        at(0, 1);
        at(1, 10);
        at(2, 20);
        at(3, 30);
        progress.now("delivering 2010-12-01");
        at(3, 3_000);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("20 of"),
                        last -> assertThat(last).startsWith("3,000 of").endsWith("0:00 left, delivering 2010-12-01"));
    }

    private void at(int seconds, long rows) {
        nanos.set(5 + TimeUnit.SECONDS.toNanos(seconds));
        progress.at(rows);
    }
}
