package org.dddblocks.core;

import java.util.Comparator;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the state of an event-sourced model is put into a record and taken out again, declared once beside its {@code TYPE}.
 *
 * <p><b>Promise.</b> {@code restore} of {@code snapshot} and then the later events gives what all events give; ddd-testkit
 * has that as a law. <b>Shape.</b> The record holds all that event handlers change, and nothing that an event handler does
 * not; it must not share lists or other changeable parts with the root. <b>Fingerprint.</b> A stored snapshot is used only
 * by the code that took it: it changes with the declared version, the shape of the record, and the class files in which
 * {@code snapshot}, {@code restore}, the event handlers and the root stand. Raise the version when code that those call in
 * other classes changes its results. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * static final SnapshotType<Order, OrderState> SNAPSHOTS =
 *         SnapshotType.of(Order.TYPE, 1, OrderState.class, Order::snapshot, Order::restore);
 * }</pre>
 *
 * @param <S> the root, or the state of a {@link Decider}
 * @param <R> the record
 * @see <a href="https://martinfowler.com/eaaDev/EventSourcing.html">Fowler, Event Sourcing</a>
 */
public final class SnapshotType<S, R extends Record> {
    private final String what;
    private final int version;
    private final Class<R> record;
    private final Function<? super S, R> snapshot;
    private final BiFunction<S, R, S> restore;
    private final Set<Class<?>> code;

    private SnapshotType(
            String what,
            int version,
            Class<R> record,
            Function<? super S, R> snapshot,
            BiFunction<S, R, S> restore,
            Set<Class<?>> code) {
        this.what = what;
        this.version = version;
        this.record = record;
        this.snapshot = snapshot;
        this.restore = restore;
        this.code = code;
    }

    /**
     * Describes the snapshots of a root.
     *
     * @param type the root's description
     * @param version raise it when the meaning of the record changes in a way that its shape and the class files do not
     *     show, from 1
     * @param record its class
     * @param snapshot makes the record of a root
     * @param restore puts a record's values into a blank root
     * @param <A> the root
     * @param <E> its events
     * @param <R> the record
     * @return the description
     * @throws IllegalArgumentException if the version is below 1, the class is no record or the root is state-based
     */
    public static <A extends EventSourcedAggregateRoot<A, ?, E>, E extends DomainEvent, R extends Record>
            SnapshotType<A, R> of(
                    AggregateType<A, ?, E> type,
                    int version,
                    Class<R> record,
                    Function<? super A, R> snapshot,
                    BiConsumer<? super A, ? super R> restore) {
        String what = Texts.given(type, "The AggregateType of snapshots").name();
        check(what, version, record);
        Texts.given(snapshot, "The snapshot function of " + what);
        Texts.given(restore, "The restore function of " + what);
        Set<Class<?>> code = type.fold().code();
        code.add(type.root());
        code.add(snapshot.getClass());
        code.add(restore.getClass());
        return new SnapshotType<>(
                what,
                version,
                record,
                snapshot,
                (blank, state) -> {
                    restore.accept(blank, state);
                    return blank;
                },
                code);
    }

    /**
     * Describes the snapshots of a decider whose state is a record.
     *
     * @param decider whose fold makes the state
     * @param version raise it when the meaning of the state changes in a way that its shape and the class files do not
     *     show, from 1
     * @param state the record's class
     * @param <S> the state
     * @return the description
     * @throws IllegalArgumentException if the version is below 1 or the class is no record
     */
    public static <S extends Record> SnapshotType<S, S> ofState(Decider<?, S, ?> decider, int version, Class<S> state) {
        Texts.given(decider, "The decider of snapshots");
        check("a decider", version, state);
        Set<Class<?>> code = decider.code();
        code.add(state);
        return new SnapshotType<>(state.getSimpleName(), version, state, s -> s, (initial, s) -> s, code);
    }

    private static void check(String what, int version, Class<?> record) {
        Texts.check(version >= 1, "The version of the snapshots of " + what, version, "1 or more");
        Texts.given(record, "The record of the snapshots of " + what);
        Texts.check(record.isRecord(), "The class of the snapshots of " + what, record, "a record");
    }

    /**
     * The record's class.
     *
     * @return the class
     */
    public Class<R> record() {
        return record;
    }

    /**
     * The declared version.
     *
     * @return from 1
     */
    public int version() {
        return version;
    }

    /**
     * Takes a snapshot.
     *
     * @param state the root, or a decider's state
     * @return the record
     * @throws IllegalStateException if the declared function returns {@code null}
     */
    public R snapshot(S state) {
        R taken = snapshot.apply(state);
        if (taken == null) {
            throw new IllegalStateException(
                    "The snapshot of %s is null; return a %s.".formatted(what, record.getSimpleName()));
        }
        return taken;
    }

    /**
     * Goes back to a snapshot.
     *
     * @param blank a root to which nothing happened yet, or a decider's initial state
     * @param taken the record
     * @return the state when it was taken
     */
    public S restore(S blank, R taken) {
        return restore.apply(blank, taken);
    }

    /**
     * What the snapshots depend on, as far as the model tells; a store adds how it reads events.
     *
     * @return a new fingerprint over the version, the record's shape and the class files
     */
    public CodeFingerprint fingerprint() {
        CodeFingerprint print =
                new CodeFingerprint().text(what).text("version " + version).shape(record);
        code.stream()
                .map(Class::getNestHost)
                .distinct()
                .sorted(Comparator.comparing(Class::getName))
                .forEach(print::classFile);
        return print;
    }

    /**
     * What it is a snapshot of, for logs.
     *
     * @return such as {@code order v1 (OrderState)}
     */
    @Override
    public String toString() {
        return what + " v" + version + " (" + record.getSimpleName() + ")";
    }
}
