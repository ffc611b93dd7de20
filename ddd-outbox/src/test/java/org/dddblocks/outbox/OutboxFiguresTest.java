package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxFiguresTest {
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void an_outbox_tells_how_full_it_is(TestDatabase kind) {
        Context context = Context.on(kind);
        assertThat(OutboxFigures.of(context.database)).isEqualTo(new OutboxFigures(0, Duration.ZERO, 0, 0));

        context.publish("1", "a");
        context.publish("2", "b");
        context.execute("update ddd_outbox set time = timestamp '2026-01-01 00:00:00' where seq ="
                + " (select min(seq) from ddd_outbox)");
        OutboxFigures figures = OutboxFigures.of(context.database);

        assertThat(figures.depth()).isEqualTo(2);
        assertThat(figures.oldest()).isGreaterThan(Duration.ofDays(1));
        assertThat(figures.blockedKeys()).isZero();
        assertThat(figures.deadLetters()).isZero();

        context.execute("insert into ddd_outbox_dead_letter (seq, " + OutboxSql.COLUMNS
                + ", policy, attempts, failing_since, given_up_at, error) select seq, " + OutboxSql.COLUMNS
                + ", 'PARK_KEY', 1, time, time, 'no' from ddd_outbox");
        assertThat(OutboxFigures.of(context.database).deadLetters()).isEqualTo(2);
        assertThat(OutboxFigures.of(context.database).blockedKeys()).isEqualTo(2);
    }
}
