package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PayloadTransformer;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The worked example of the guide on erasing personal data: a key for each person, thrown away on request. */
class ErasureTest {
    interface AboutPerson {
        String subject();
    }

    sealed interface CustomerEvent extends DomainEvent {
        @org.jmolecules.event.annotation.DomainEvent(namespace = "crm", name = "CustomerRegistered")
        record CustomerRegistered(String subject, String name, String email) implements CustomerEvent, AboutPerson {}

        @org.jmolecules.event.annotation.DomainEvent(namespace = "crm", name = "PointsEarned")
        record PointsEarned(int points) implements CustomerEvent {}
    }

    record CustomerId(String value) implements TypedId<Customer> {}

    record CustomerState(String subject, String name, int points) implements AboutPerson {}

    static final class Customer extends EventSourcedAggregateRoot<Customer, CustomerId, CustomerEvent> {
        static final AggregateType<Customer, CustomerId, CustomerEvent> TYPE = AggregateType.eventSourced(
                        "customer", Customer.class, CustomerEvent.class, Customer::new)
                .on(CustomerEvent.CustomerRegistered.class, (customer, e) -> {
                    customer.subject = e.subject();
                    customer.name = e.name();
                })
                .on(CustomerEvent.PointsEarned.class, (customer, e) -> customer.points += e.points())
                .build();
        static final SnapshotType<Customer, CustomerState> SNAPSHOTS = SnapshotType.of(
                TYPE,
                1,
                CustomerState.class,
                customer -> new CustomerState(customer.subject, customer.name, customer.points),
                (customer, state) -> {
                    customer.subject = state.subject();
                    customer.name = state.name();
                    customer.points = state.points();
                });

        private String subject = "";
        private String name = "";
        private int points;

        private Customer(CustomerId id) {
            super(TYPE, id);
        }
    }

    /** In an application: a table of its own, with backups that are kept for a short time. */
    static final class Keys {
        private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

        SecretKey of(String subject) {
            return keys.computeIfAbsent(subject, any -> {
                try {
                    KeyGenerator generator = KeyGenerator.getInstance("AES");
                    generator.init(256);
                    return generator.generateKey();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Nullable
        SecretKey find(String subject) {
            return keys.get(subject);
        }

        void erase(String subject) {
            keys.remove(subject);
        }
    }

    /** Seals the personal components of what is about a person. */
    static final class PersonalData implements PayloadTransformer {
        private static final String SEALED = "sealed:";
        private static final int NONCE = 12;

        private final Keys keys;
        private final Set<String> personal;
        private final ObjectMapper mapper = new ObjectMapper();
        private final SecureRandom random = new SecureRandom();

        PersonalData(Keys keys, Set<String> personal) {
            this.keys = keys;
            this.personal = personal;
        }

        @Override
        public String beforeWrite(String typeName, Object payload, String json) {
            if (!(payload instanceof AboutPerson about)) {
                return json;
            }
            ObjectNode tree = tree(json);
            for (String component : personal) {
                if (tree.path(component).isTextual()) {
                    tree.put(
                            component, seal(about.subject(), tree.get(component).textValue()));
                }
            }
            return tree.toString();
        }

        @Override
        public String afterRead(String typeName, String stored) {
            if (!stored.contains(SEALED)) {
                return stored;
            }
            ObjectNode tree = tree(stored);
            for (String component : personal) {
                if (tree.path(component).asText().startsWith(SEALED)) {
                    tree.put(component, open(tree.get(component).textValue()));
                }
            }
            return tree.toString();
        }

        private ObjectNode tree(String json) {
            try {
                return (ObjectNode) mapper.readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The payload is no JSON object."); // no cause: it quotes values
            }
        }

        private String seal(String subject, String text) {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.of(subject), nonce, text.getBytes(StandardCharsets.UTF_8));
            Base64.Encoder base64 = Base64.getEncoder();
            return SEALED + subject + ":" + base64.encodeToString(nonce) + ":" + base64.encodeToString(sealed);
        }

        private String open(String sealed) {
            String[] parts = sealed.split(":");
            SecretKey key = keys.find(parts[1]);
            if (key == null) {
                return "erased";
            }
            Base64.Decoder base64 = Base64.getDecoder();
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, base64.decode(parts[2]), base64.decode(parts[3]));
            return new String(text, StandardCharsets.UTF_8);
        }

        private static byte[] cipher(int mode, SecretKey key, byte[] nonce, byte[] text) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, key, new GCMParameterSpec(128, nonce));
                return cipher.doFinal(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("A personal value could not be sealed or opened.", e);
            }
        }
    }

    private static final CustomerId ID = new CustomerId("7");

    private final Shop shop = Shop.on(TestDatabase.H2);
    private final Keys keys = new Keys();

    private final EventStore store = JdbcEventStore.on(shop.database, codec(keys));

    private static PayloadCodec codec(Keys keys) {
        PayloadCodec codec = JacksonCodec.builder()
                .family(CustomerEvent.class)
                .transformer(new PersonalData(keys, Set.of("name", "email")))
                .build();
        return codec;
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private List<String> payloads(String table) {
        return shop.transactions.call(() -> Jdbc.query(
                shop.transactions.connection(),
                row -> row.getString(1),
                "select payload from " + shop.database.table(table)));
    }

    @Test
    void after_the_key_is_gone_replay_snapshots_and_projections_see_the_same_events_without_the_person()
            throws Exception {
        store.append(
                StreamId.of(Customer.TYPE, ID),
                0,
                List.of(
                        new CustomerEvent.CustomerRegistered("ann", "Ann Other", "ann@example.org"),
                        new CustomerEvent.PointsEarned(5)));
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            EventSourcedRepository<Customer, CustomerId> customers = store.repository(Customer.TYPE)
                    .snapshots(Customer.SNAPSHOTS, CustomerId::new, snapshots)
                    .build();
            customers.requestSnapshot(ID);
            assertThat(snapshots.awaitIdle(Duration.ofSeconds(120))).isTrue();
            assertThat(customers.get(ID).name).isEqualTo("Ann Other");
            assertThat(payloads("event")).noneMatch(text -> text.contains("Ann") || text.contains("example.org"));
            assertThat(payloads("snapshot")).hasSize(1).noneMatch(text -> text.contains("Ann"));

            keys.erase("ann");

            assertForgotten(customers.get(ID), "from the snapshot");
            assertForgotten(store.repository(Customer.TYPE).build().get(ID), "by replay");
            assertThat(customers.asOf(ID, 1).orElseThrow().name).isEqualTo("erased");
            Names names = new Names();
            Projections.on(shop.database, store).rebuild(names);
            assertThat(names.seen).containsEntry("ann", "erased / erased");
        }
    }

    private static void assertForgotten(Customer customer, String how) {
        assertThat(customer.name).as(how).isEqualTo("erased");
        assertThat(customer.points).as(how).isEqualTo(5);
        assertThat(Changes.version(customer)).as(how).isEqualTo(2);
    }

    private static final class Names implements Projection {
        private final Map<String, String> seen = new ConcurrentHashMap<>();

        @Override
        public String name() {
            return "names";
        }

        @Override
        public void on(FeedEntry entry, Connection connection) {
            if (entry.envelope().event() instanceof CustomerEvent.CustomerRegistered registered) {
                seen.put(registered.subject(), registered.name() + " / " + registered.email());
            }
        }

        @Override
        public void reset(Connection connection) {
            seen.clear();
        }
    }
}
