package org.dddblocks.architecture.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.persistence.Repository;
import org.dddblocks.testkit.BrokerContract;
import org.dddblocks.testkit.BrokerFault;
import org.dddblocks.testkit.CrashEverywhere;
import org.dddblocks.testkit.DurableBrokerContract;
import org.dddblocks.testkit.EmptyDatabase;
import org.dddblocks.testkit.EventStoreContract;
import org.dddblocks.testkit.HistoryChecker;
import org.dddblocks.testkit.InMemoryEventStore;
import org.dddblocks.testkit.JdbcEventStoreContract;
import org.dddblocks.testkit.ScriptedBroker;
import org.dddblocks.testkit.WatchedDataSource;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.h2.jdbcx.JdbcDataSource;

/** What the javadoc of ddd-testkit shows. */
interface TestkitSnippets {
    class MyEventStoreContractTest extends EventStoreContract {
        @Override
        protected EventStore emptyStore() {
            return InMemoryEventStore.create();
        }
    }

    interface OnH2 extends EmptyDatabase {
        @Override
        default DataSource emptyDatabase() {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            return dataSource;
        }
    }

    class MyBrokerContractTest extends BrokerContract {
        private final InMemoryBroker broker = InMemoryBroker.withThreads(4);

        @Override
        protected Broker connect() {
            return broker;
        }

        @Override
        protected void consume(MessageHandler handler) {
            broker.subscribe("contract", message -> true, handler);
        }
    }

    class MyDurableBrokerContractTest extends DurableBrokerContract {
        private final ScriptedBroker broker = new ScriptedBroker();

        @Override
        protected Broker connect() {
            return broker;
        }

        @Override
        protected void consume(MessageHandler handler) {
            broker.consume(handler);
        }

        @Override
        protected void stopConsuming() {
            broker.stopConsuming();
        }

        @Override
        protected void goAway() {
            broker.goAway();
        }

        @Override
        protected void comeBack() {
            broker.comeBack();
        }
    }

    abstract class MyStoreContract extends JdbcEventStoreContract implements OnH2 {}

    abstract class Statements {
        ScriptedBroker scripted() {
            ScriptedBroker broker = new ScriptedBroker()
                    .next(BrokerFault.NONE, BrokerFault.STORED_BUT_TIMED_OUT)
                    .always(message -> message.type().equals("poison"), BrokerFault.NACK);
            return broker;
        }

        abstract void save(DataSource dataSource) throws SQLException;

        void judged(EventStore store, StreamId stream, DomainEvent opened) {
            HistoryChecker history = new HistoryChecker();
            history.acknowledged(store.append(stream, 0, List.of(opened)).events());
            HistoryChecker.Reader reader = history.reader("first", 0);
            reader.saw(store.readFeed(reader.position(), 100));
            history.check(store);
        }

        Repository<Order, OrderId> inMemory() {
            EventStore store = InMemoryEventStore.create();
            Repository<Order, OrderId> orders = store.repository(Order.TYPE).build();
            return orders;
        }

        void breaking(DataSource dataSource) throws SQLException {
            WatchedDataSource watched = WatchedDataSource.over(dataSource);
            save(watched); // undisturbed: counts the calls
            int calls = watched.calls().size();
            for (int k = 1; k <= calls; k++) {
                watched.breakAt(k, Moment.BEFORE);
                assertThatThrownBy(() -> save(watched)).isNotNull();
                watched.mend();
            }
        }

        abstract void appendEvents(DataSource database);

        abstract void catchUp(DataSource database);

        abstract List<String> rows(DataSource database);

        int crashing(EmptyDatabase databases, List<String> fold) {
            int calls = CrashEverywhere.on(databases::emptyDatabase)
                    .given(database -> appendEvents(database))
                    .node(database -> catchUp(database)) // builds its objects over this data source
                    .then(database -> assertThat(rows(database)).isEqualTo(fold))
                    .run();
            return calls;
        }
    }
}
