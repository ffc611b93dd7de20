package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.junit.jupiter.api.Test;

class DeliveredTest {
    private final Delivered delivered = new Delivered("counted"::equals);

    @Test
    void a_counted_message_follows_the_one_of_the_number_before_it_and_no_other() {
        delivered.accepted(message("counted", "k", 7, 0));

        assertThat(delivered.precedes(message("counted", "k", 8, 0))).isTrue();
        assertThat(delivered.precedes(message("counted", "k", 9, 0))).isFalse();
        assertThat(delivered.precedes(message("counted", "k", 7, 0))).isFalse();
        assertThat(delivered.precedes(message("counted", "k", 6, 0))).isFalse();
        assertThat(delivered.precedes(message("counted", "other", 8, 0))).isFalse();
    }

    @Test
    void versions_of_an_aggregate_may_have_more_messages_than_were_seen_so_only_ordinals_adjoin() {
        delivered.accepted(message("order", "k", 7, 0));

        assertThat(delivered.precedes(message("order", "k", 8, 0))).isFalse();
        assertThat(delivered.precedes(message("order", "k", 7, 1))).isTrue();
        assertThat(delivered.precedes(message("order", "k", 7, 2))).isFalse();
    }

    @Test
    void what_is_not_known_adjoins_nothing_and_the_eldest_are_forgotten() {
        assertThat(delivered.precedes(message("counted", "k", 1, 0))).isFalse();
        for (int key = 0; key <= Delivered.MOST; key++) {
            delivered.accepted(message("counted", "k" + key, 1, 0));
        }
        assertThat(delivered.precedes(message("counted", "k0", 2, 0))).isFalse();
        assertThat(delivered.precedes(message("counted", "k1", 2, 0))).isTrue();
    }

    static Message message(String type, String key, long version, int ordinal) {
        return new Message(
                new UUID(version, ordinal),
                "test",
                new MessageKey(type, key),
                new MessageNumber(version, ordinal),
                "test.Noted",
                1,
                "{}",
                Instant.EPOCH,
                EventMetadata.NONE,
                Map.of());
    }
}
