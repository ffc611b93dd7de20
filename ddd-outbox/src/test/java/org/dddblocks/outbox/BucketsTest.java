package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void a_key_has_the_same_bucket_on_all_nodes_and_for_ever() {
        assertThat(Buckets.COUNT).isEqualTo(64);
        assertThat(Buckets.of(new MessageKey("order", "42"))).isEqualTo(45);
        assertThat(Buckets.of(new MessageKey("note", "ä ö 😀"))).isEqualTo(18);
        assertThat(Buckets.of(new MessageKey("a", "bc"))).isEqualTo(61);
        assertThat(Buckets.of(new MessageKey("ab", "c"))).isEqualTo(22);
    }

    @Test
    void keys_spread_over_all_buckets() {
        assertThat(IntStream.range(0, 2_000)
                        .map(i -> Buckets.of(new MessageKey("order", "" + i)))
                        .distinct())
                .hasSize(Buckets.COUNT);
    }
}
