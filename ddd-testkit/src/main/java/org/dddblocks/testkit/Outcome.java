package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.DomainRejection;
import org.jspecify.annotations.Nullable;

/**
 * What a command led to; what was expected comes next.
 *
 * <p><b>Threads.</b> For one test at a time.
 *
 * @param <E> the root's events
 */
public final class Outcome<E extends DomainEvent> {
    private final List<E> events;
    private final @Nullable DomainRejection rejection;

    Outcome(List<E> events, @Nullable DomainRejection rejection) {
        this.events = events;
        this.rejection = rejection;
    }

    /**
     * Exactly these events happened, in this order.
     *
     * @param expected the events; none if nothing should change
     * @throws AssertionError if other events happened, or the command was rejected
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is read and not kept
    public final void then(E... expected) {
        if (rejection != null) {
            fail("The command was rejected: %s. Expected events: %s", rejection, List.of(expected));
        }
        assertThat(events).as("the events of the command").isEqualTo(List.of(expected));
    }

    /**
     * The command was rejected, and nothing happened.
     *
     * @param code the rejection's stable code
     * @throws AssertionError if it was not, or with another code, or events were recorded before the rejection
     */
    public void thenRejected(String code) {
        if (rejection == null) {
            fail("The command was not rejected. Expected the code %s; the events were %s", code, events);
        } else {
            assertThat(rejection.code()).as("the code of %s", rejection).isEqualTo(code);
        }
        assertThat(events).as("the events before the rejection").isEmpty();
    }
}
