package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FeedEntryTest {
    @Test
    void a_position_below_one_and_a_missing_envelope_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedEntry(0, 0, null))
                .withMessage("The position of a feed entry is \"0\"; it must be 1 or more.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedEntry(1, 0, null))
                .withMessageContaining("envelope");
    }
}
