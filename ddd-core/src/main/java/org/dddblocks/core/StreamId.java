package org.dddblocks.core;

/**
 * Names the stream of one aggregate.
 *
 * <p><b>Shape.</b> Compared as it is, case and blanks included. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * StreamId stream = StreamId.of(Order.TYPE, new OrderId("536365"));      // order/536365
 * }</pre>
 *
 * @param type the aggregate type's stable name: a letter, then letters, digits, {@code . _ -}, at most 100
 * @param id the aggregate's id as text: 1 to 255 characters, not only blanks, no control characters
 */
public record StreamId(String type, String id) implements ValueObject {
    private static final int LONGEST_ID = 255;

    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one of them is not allowed
     */
    public StreamId {
        Texts.checkName(type, "The type of a stream");
        Texts.checkText(id, "The id of a stream of ", type, LONGEST_ID);
    }

    /**
     * The stream of one aggregate.
     *
     * @param type its description
     * @param id its id
     * @param <A> its root
     * @param <I> its id's type
     * @return the stream's name
     * @throws IllegalArgumentException if the text of the id is not allowed
     */
    public static <A extends AggregateRoot<A, I, ?>, I extends TypedId<A>> StreamId of(
            AggregateType<A, I, ?> type, I id) {
        return new StreamId(
                type.name(),
                Texts.given(id, "The id of a stream of " + type.name()).text());
    }

    /**
     * Type and id.
     *
     * @return such as {@code order/536365}
     */
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
