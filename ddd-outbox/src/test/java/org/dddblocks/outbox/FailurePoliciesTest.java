package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FailurePoliciesTest {
    @Test
    void keys_are_parked_after_ten_attempts_unless_something_else_is_said() {
        OutboxConfig config = OutboxConfig.builder().build();

        assertThat(config.attempts()).isEqualTo(10);
        assertThat(config.onFailure().of("order-was-placed", "order")).isEqualTo(FailurePolicy.PARK_KEY);
    }

    @Test
    void policies_are_told_by_message_type_and_key_type() {
        OutboxConfig config = OutboxConfig.builder()
                .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
                        .ofMessages("newsletter-was-printed", FailurePolicy.SKIP)
                        .ofKeys("ledger", FailurePolicy.HALT))
                .build();

        assertThat(config.onFailure().of("newsletter-was-printed", "newsletter"))
                .isEqualTo(FailurePolicy.SKIP);
        assertThat(config.onFailure().of("entry-was-booked", "ledger")).isEqualTo(FailurePolicy.HALT);
        assertThat(config.onFailure().of("order-was-placed", "order")).isEqualTo(FailurePolicy.PARK_KEY);
    }

    @Test
    void wrong_policies_are_refused_with_what_to_do() {
        FailurePolicies policies =
                FailurePolicies.others(FailurePolicy.PARK_KEY).ofKeys("ledger", FailurePolicy.HALT);

        assertThatThrownBy(() -> policies.ofKeys("ledger", FailurePolicy.SKIP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("FailurePolicies.ofKeys", "ledger", "HALT", "Say it once");
        assertThatThrownBy(() -> policies.ofMessages(" ", FailurePolicy.SKIP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FailurePolicies.ofMessages");
        assertThatThrownBy(() -> OutboxConfig.builder().attempts(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("OutboxConfig.attempts", "0", "at least 1");
    }
}
