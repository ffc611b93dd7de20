package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dddblocks.core.example.Customer;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderEvent;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class AggregateTypeTest {
    sealed interface ParcelEvent extends DomainEvent {}

    record Packed() implements ParcelEvent {}

    sealed interface Moved extends ParcelEvent {}

    record Sent() implements Moved {}

    non-sealed interface Noted extends Moved {}

    /** A concrete class that is sealed: an event itself, like its subclass. */
    static sealed class Damaged implements ParcelEvent permits Lost {}

    static final class Lost extends Damaged {}

    enum Scanned implements ParcelEvent {
        ARRIVED {
            @Override
            String at() {
                return "door";
            }
        },
        LEFT {
            @Override
            String at() {
                return "hub";
            }
        };

        abstract String at();
    }

    record NoteOfDriver(String text) implements Noted {}

    record ParcelId(String value) implements TypedId<Parcel> {}

    static final class Parcel extends EventSourcedAggregateRoot<Parcel, ParcelId, ParcelEvent> {
        static final AggregateType<Parcel, ParcelId, ParcelEvent> TYPE = type().on(Packed.class, (p, e) -> p.log += "p")
                .on(Sent.class, (p, e) -> p.log += "s")
                .on(Noted.class, (p, e) -> p.log += "n")
                .on(Damaged.class, (p, e) -> p.log += "d")
                .on(Lost.class, (p, e) -> p.log += "l")
                .on(Scanned.class, (p, e) -> p.log += e.at())
                .build();
        String log = "";

        Parcel(ParcelId id) {
            super(TYPE, id);
        }

        void happens(ParcelEvent event) {
            record(event);
        }

        static AggregateType.Builder<Parcel, ParcelId, ParcelEvent> type() {
            return AggregateType.eventSourced("parcel", Parcel.class, ParcelEvent.class, Parcel::new);
        }
    }

    static final class Forgetful extends EventSourcedAggregateRoot<Forgetful, ForgetfulId, ParcelEvent> {
        static final AggregateType<Forgetful, ForgetfulId, ParcelEvent> TYPE = AggregateType.eventSourced(
                        "forgetful-parcel", Forgetful.class, ParcelEvent.class, Forgetful::new)
                .on(Packed.class, (p, e) -> {})
                .build();

        Forgetful(ForgetfulId id) {
            super(TYPE, id);
        }
    }

    record ForgetfulId(String value) implements TypedId<Forgetful> {}

    @Test
    void initialising_a_class_names_every_event_without_a_handler_and_the_lines_to_add() {
        assertThatThrownBy(() -> new Forgetful(new ForgetfulId("1")))
                .isInstanceOf(ExceptionInInitializerError.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "The aggregate type forgetful-parcel lacks a handler for 5 of the 6 events of ParcelEvent. Add"
                                + " before build():",
                        "    .on(AggregateTypeTest.Sent.class, (forgetful_parcel, e) -> …)",
                        "    .on(AggregateTypeTest.Noted.class, (forgetful_parcel, e) -> …)",
                        "    .on(AggregateTypeTest.Damaged.class, (forgetful_parcel, e) -> …)",
                        "    .on(AggregateTypeTest.Lost.class, (forgetful_parcel, e) -> …)",
                        "    .on(AggregateTypeTest.Scanned.class, (forgetful_parcel, e) -> …)"));
    }

    @Test
    void an_event_goes_to_the_handler_of_its_own_leaf() {
        Parcel parcel = Parcel.TYPE.blank(new ParcelId("1"));

        parcel.happens(new Packed());
        parcel.happens(new Sent());
        parcel.happens(new NoteOfDriver("ring twice"));
        parcel.happens(new Damaged());
        parcel.happens(new Lost());
        parcel.happens(Scanned.ARRIVED);

        assertThat(parcel.log).isEqualTo("psndldoor");
    }

    @Test
    void the_events_of_a_type_are_its_leaves_at_any_depth() {
        assertThat(Parcel.TYPE.eventClasses())
                .containsExactly(Packed.class, Sent.class, Noted.class, Damaged.class, Lost.class, Scanned.class);
        assertThat(Order.TYPE.eventClasses())
                .containsExactlyInAnyOrder(
                        OrderEvent.OrderPlaced.class,
                        OrderEvent.OrderCancelled.class,
                        OrderEvent.OrderPaid.class,
                        OrderEvent.OrderRefunded.class);
        assertThat(Customer.TYPE.eventClasses()).isEmpty();
    }

    @Test
    void a_second_handler_for_an_event_is_refused() {
        assertThatThrownBy(() -> Parcel.type().on(Packed.class, (p, e) -> {}).on(Packed.class, (p, e) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parcel has two handlers for Packed");
    }

    @Test
    void a_handler_for_several_events_is_refused_since_it_would_hide_a_missing_one() {
        assertThatThrownBy(() -> Parcel.type().on(Moved.class, (p, e) -> {}))
                .hasMessageContaining("cannot handle AggregateTypeTest.Moved; it is not one event but several");
        assertThatThrownBy(() -> Parcel.type().on(ParcelEvent.class, (p, e) -> {}))
                .hasMessageContaining("not one event but several");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void a_handler_for_a_foreign_event_is_refused() {
        AggregateType.Builder raw = Parcel.type();
        assertThatThrownBy(() -> raw.on((Class) OrderEvent.OrderPaid.class, (p, e) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cannot handle OrderEvent.OrderPaid", "not one of the events of ParcelEvent");
        assertThatThrownBy(() -> raw.on((Class) NoteOfDriver.class, (p, e) -> {}))
                .hasMessageContaining("AggregateTypeTest.Noted");
    }

    @Test
    void an_open_family_is_refused_with_the_word_to_add() {
        assertThatThrownBy(() -> AggregateType.stateBased("note", Noting.class, Noted.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Noted is open", "Declare it sealed");
    }

    record NotingId(String value) implements TypedId<Noting> {}

    static final class Noting extends AggregateRoot<Noting, NotingId, Noted> {
        Noting(NotingId id) {
            super(id);
        }
    }

    @Test
    void a_name_that_a_store_could_not_keep_is_refused() {
        for (String name : new String[] {"", " ", "1order", "or der", "ordér", "a/b", "x".repeat(101)}) {
            assertThatThrownBy(() -> AggregateType.stateBased(name, Customer.class, DomainEvent.class))
                    .as("name <%s>", name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("The name of an aggregate type is", "A-Z a-z 0-9");
        }
        assertThatThrownBy(() -> AggregateType.stateBased(null, Customer.class, DomainEvent.class))
                .hasMessageContaining("is null");
        assertThatCode(() -> AggregateType.stateBased("Customer.v2_x-y", Customer.class, DomainEvent.class))
                .doesNotThrowAnyException();
    }

    @Test
    void a_blank_root_has_the_id_and_no_history() {
        Order blank = Order.TYPE.blank(new OrderId("7"));

        assertThat(blank.id()).isEqualTo(new OrderId("7"));
        assertThat(Changes.version(blank)).isZero();
        assertThat(Changes.pending(blank)).isEmpty();
        assertThat(Order.TYPE.isEventSourced()).isTrue();
    }

    @Test
    void a_state_based_root_has_no_blank_form() {
        assertThatThrownBy(() -> Customer.TYPE.blank(new CustomerId("1")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("customer is state-based", "Load it");
        assertThat(Customer.TYPE.isEventSourced()).isFalse();
    }

    @Test
    void a_constructor_that_records_is_refused_because_replaying_would_record_again() {
        assertThatThrownBy(() -> Eager.TYPE.blank(new EagerId("1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("The blank form of eager", "Record events in a factory method");
    }

    record EagerId(String value) implements TypedId<Eager> {}

    record Started() implements DomainEvent {}

    static final class Eager extends EventSourcedAggregateRoot<Eager, EagerId, Started> {
        static final AggregateType<Eager, EagerId, Started> TYPE = AggregateType.eventSourced(
                        "eager", Eager.class, Started.class, Eager::new)
                .on(Started.class, (root, e) -> {})
                .build();

        Eager(EagerId id) {
            super(TYPE, id);
            record(new Started());
        }
    }

    record BackwardsId(String value) implements TypedId<Backwards> {}

    static final class Backwards extends EventSourcedAggregateRoot<Backwards, BackwardsId, Started> {
        static final Backwards FIRST = new Backwards(new BackwardsId("1"));
        static final AggregateType<Backwards, BackwardsId, Started> TYPE = AggregateType.eventSourced(
                        "backwards", Backwards.class, Started.class, Backwards::new)
                .on(Started.class, (root, e) -> {})
                .build();

        Backwards(BackwardsId id) {
            super(TYPE, id);
        }
    }

    @Test
    void a_root_that_is_created_before_its_type_is_told_to_declare_the_type_first() {
        assertThatThrownBy(() -> assertThat(Backwards.FIRST).isNotNull())
                .isInstanceOf(ExceptionInInitializerError.class)
                .cause()
                .hasMessageContainingAll("The type of Backwards is null", "declare its TYPE above");
    }
}
