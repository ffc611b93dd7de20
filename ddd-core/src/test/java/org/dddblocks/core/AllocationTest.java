package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int EVENTS = 100_000;

    sealed interface LampEvent extends DomainEvent {}

    record SwitchedOn() implements LampEvent {}

    record SwitchedOff() implements LampEvent {}

    non-sealed interface Noted extends LampEvent {}

    record Flickered() implements Noted {}

    record LampId(String value) implements TypedId<Lamp> {}

    static final class Lamp extends EventSourcedAggregateRoot<Lamp, LampId, LampEvent> {
        static final AggregateType<Lamp, LampId, LampEvent> TYPE = AggregateType.eventSourced(
                        "lamp", Lamp.class, LampEvent.class, Lamp::new)
                .on(SwitchedOn.class, (lamp, e) -> lamp.on = true)
                .on(SwitchedOff.class, (lamp, e) -> lamp.on = false)
                .on(Noted.class, (lamp, e) -> lamp.notes++)
                .build();
        boolean on;
        int notes;

        Lamp(LampId id) {
            super(TYPE, id);
        }
    }

    @Test
    void applying_an_event_allocates_nothing() throws ReflectiveOperationException {
        Lamp lamp = Lamp.TYPE.blank(new LampId("1"));
        LampEvent[] history = {new SwitchedOn(), new Flickered(), new SwitchedOff()};
        replay(lamp, history);

        long before = allocatedBytes();
        replay(lamp, history);
        long allocated = allocatedBytes() - before;

        // One object for each event would be 16 bytes times the number of events.
        assertThat(allocated).isLessThan(EVENTS / 10);
        assertThat(Changes.version(lamp)).isEqualTo(2 * EVENTS);
    }

    // By reflection, since this module does not read java.management, and only a test wants to.
    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        return (long) bytes.invoke(threads);
    }

    private static void replay(Lamp lamp, LampEvent[] history) {
        for (int i = 0; i < EVENTS; i++) {
            Changes.replay(Lamp.TYPE, lamp, history[i % history.length]);
        }
    }
}
