package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.dddblocks.core.EventIds;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.ParkedMessage;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;

/** Processes that die at a message, and those after them. */
abstract class HaltingConsumers {
    private final String url;

    HaltingConsumers(String url) {
        this.url = url;
    }

    /** Closed when the call returns, since only one process has an H2 file open. */
    private Database opened() {
        return Database.over(new UrlDataSource(url));
    }

    private long effects() {
        Database database = opened();
        return database.read(connection -> Jdbc.query(connection, row -> row.getLong(1), "select count(*) from effect"))
                .get(0);
    }

    @Test
    void a_message_that_halts_its_process_is_parked_and_its_effect_happens_once_when_it_is_released() throws Exception {
        UUID poison = EventIds.next();
        UUID answerLost = EventIds.next();
        Database database = opened();
        database.install(Inbox.schema());
        database.transactions()
                .run(() -> Jdbc.update(
                        database.transactions().connection(), "create table effect (what varchar(100) not null)"));

        assertThat(HaltingConsumer.run(url, answerLost, "behind")).isEmpty();
        assertThat(HaltingConsumer.run(url, answerLost, "never")).isEqualTo(Receipt.REPEATED.name());
        assertThat(effects()).isEqualTo(1);

        for (int start = 0; start < HaltingConsumer.STARTS; start++) {
            assertThat(HaltingConsumer.run(url, poison, "inside")).isEmpty();
        }
        assertThat(HaltingConsumer.run(url, poison, "inside")).isEqualTo(Receipt.PARKED.name());
        assertThat(effects()).isEqualTo(1);

        Inbox inbox = HaltingConsumer.inbox(database);
        List<ParkedMessage> parked = inbox.parked().list(10);
        assertThat(parked).extracting(ParkedMessage::message).containsExactly(HaltingConsumer.message(poison));
        inbox.parked().release(poison, message -> inbox.once(message, () -> HaltingConsumer.effect(database)));
        assertThat(effects()).isEqualTo(2);
    }
}
