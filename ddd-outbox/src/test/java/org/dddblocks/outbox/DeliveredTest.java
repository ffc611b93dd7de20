package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.junit.jupiter.api.Test;

class DeliveredTest {
    private final Delivered delivered = new Delivered();

    @Test
    void a_message_follows_the_one_of_the_number_before_it_and_no_other() {
        delivered.accepted(message("k", 7, 0));

        assertThat(delivered.precedes(message("k", 8, 0))).isTrue();
        assertThat(delivered.precedes(message("k", 7, 1))).isTrue();
        assertThat(delivered.precedes(message("k", 7, 2))).isFalse();
        assertThat(delivered.precedes(message("k", 8, 1))).isFalse();
        assertThat(delivered.precedes(message("k", 9, 0))).isFalse();
        assertThat(delivered.precedes(message("k", 7, 0))).isFalse();
        assertThat(delivered.precedes(message("k", 6, 0))).isFalse();
        assertThat(delivered.precedes(message("other", 8, 0))).isFalse();
    }

    @Test
    void nothing_comes_before_the_first_message_of_a_key() {
        assertThat(delivered.precedes(message("k", 1, 0))).isTrue();
        assertThat(delivered.precedes(message("k", 1, 1))).isFalse();
    }

    @Test
    void what_is_forgotten_is_not_known() {
        delivered.accepted(message("k", 1, 0));
        delivered.accepted(message("l", 1, 0));
        delivered.forget(message("k", 1, 0).key());
        assertThat(delivered.precedes(message("k", 2, 0))).isFalse();
        assertThat(delivered.precedes(message("l", 2, 0))).isTrue();
        delivered.forgetAll();
        assertThat(delivered.precedes(message("l", 2, 0))).isFalse();
    }

    @Test
    void the_eldest_are_forgotten() {
        for (int key = 0; key <= Delivered.MOST; key++) {
            delivered.accepted(message("k" + key, 1, 0));
        }
        assertThat(delivered.precedes(message("k0", 2, 0))).isFalse();
        assertThat(delivered.precedes(message("k1", 2, 0))).isTrue();
    }

    static Message message(String key, long version, int ordinal) {
        return new Message(
                new UUID(version, ordinal),
                "test",
                new MessageKey("order", key),
                new MessageNumber(version, ordinal),
                "test.Noted",
                1,
                "{}",
                Instant.EPOCH,
                EventMetadata.NONE,
                Map.of());
    }
}
