package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SmallPartsTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void pauses_double_up_to_the_cap_and_are_shortened_at_random_by_a_half_at_most() {
        for (int failures = 1; failures < 2000; failures++) {
            long full = failures > 6 ? 5_000_000_000L : Math.min(5_000_000_000L, 100_000_000L << (failures - 1));
            assertThat(BACKOFF.after(failures).toNanos()).isBetween(full / 2, full);
        }
    }

    @Test
    void pauses_never_overflow_whatever_the_settings() {
        Backoff longest = new Backoff(Duration.ofDays(1), Duration.ofDays(100_000));

        assertThat(longest.after(Integer.MAX_VALUE)).isBetween(Duration.ofDays(50_000), Duration.ofDays(100_000));
    }

    @Test
    void an_open_circuit_lets_one_probe_through_after_its_pause_and_closes_on_an_answer() {
        Circuit circuit = new Circuit(BACKOFF);
        assertThat(circuit.allows(0)).isTrue();

        circuit.failed(0);
        circuit.failed(1);
        assertThat(circuit.allows(1)).isFalse();
        long probe = 1 + circuit.closedFor(1);
        assertThat(probe).as("failures while it is open do not make it longer").isLessThanOrEqualTo(100_000_000L);
        assertThat(circuit.allows(probe)).isTrue();
        assertThat(circuit.probing()).isTrue();

        circuit.failed(probe);
        assertThat(circuit.closedFor(probe)).isBetween(100_000_000L, 200_000_000L);
        circuit.answered();
        assertThat(circuit.probing()).isFalse();
        assertThat(circuit.allows(probe)).isTrue();
    }

    @Test
    void a_cause_is_logged_once_a_minute_with_the_number_of_lines_left_out() {
        List<String> lines = new ArrayList<>();
        Logger logger = (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (self, method, arguments) -> {
                    lines.add(method.getName() + " " + arguments[0]);
                    return null;
                });
        AtomicLong now = new AtomicLong();
        QuietLog log = new QuietLog(logger, now::get);

        for (int i = 0; i < 1000; i++) {
            log.warn("a", "a failed");
            log.warn("b", "b failed");
        }
        now.set(Duration.ofMinutes(1).toNanos());
        log.warn("a", "a failed");

        assertThat(lines).containsExactly("warn a failed", "warn b failed", "warn a failed (999 more like it since)");
    }

    @Test
    void settings_out_of_range_are_refused_with_value_rule_and_remedy() {
        assertThatThrownBy(() ->
                        OutboxConfig.builder().pollEvery(Duration.ofMillis(1)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("OutboxConfig.pollEvery is PT0.001S; it must be at least 10 ms."
                        + " Set it with OutboxConfig.builder().pollEvery(…).");
        refused("batchSize", OutboxConfig.builder().batchSize(0));
        refused("batchSize", OutboxConfig.builder().batchSize(1001));
        refused("lease", OutboxConfig.builder().lease(Duration.ofHours(1)));
        refused("lease", OutboxConfig.builder().lease(Duration.ofMillis(99)));
        refused("pollIdleEvery", OutboxConfig.builder().pollIdleEvery(Duration.ofMillis(199)));
        refused("sendTimeout", OutboxConfig.builder().sendTimeout(Duration.ZERO));
        refused("retryAfter", OutboxConfig.builder().retryAfter(Duration.ZERO));
        refused("retryAtMostAfter", OutboxConfig.builder().retryAtMostAfter(Duration.ofMillis(1)));
        refused("closeTimeout", OutboxConfig.builder().closeTimeout(Duration.ofSeconds(-1)));
    }

    private static void refused(String setting, OutboxConfig.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OutboxConfig." + setting + " is ");
    }

    @Test
    void keys_and_numbers_that_no_store_could_keep_are_refused() {
        for (String wrong : new String[] {null, "", "  ", "a\0b", "line\nbreak", "half\ud800", "x".repeat(256)}) {
            assertThatThrownBy(() -> new MessageKey("note", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("MessageKey.id", "1 to 255 characters");
        }
        assertThat(new MessageKey("note", "x".repeat(255)).id()).hasSize(255);
        assertThat(new MessageKey("note", "whole \ud83d\ude00").id()).hasSize(8);
        assertThatThrownBy(() -> new MessageNumber(0, 0)).hasMessageContaining("at least 1");
        assertThat(new MessageNumber(2, 9)).isLessThan(new MessageNumber(10, 0));
    }

    @Test
    void headers_that_no_broker_could_carry_are_refused() {
        for (String wrong : new String[] {"", "Upper", "with space", "1st"}) {
            assertThatThrownBy(() -> Headers.check(Map.of(wrong, "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lower-case letters");
        }
        assertThatThrownBy(() -> Headers.check(Map.of("a", "x\0"))).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Headers.check(Map.of("a", "x\ud83d")))
                .hasMessageContaining("half of a surrogate pair");
    }
}
