package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.outbox.Context.Noted;
import org.dddblocks.outbox.Context.Struck;
import org.dddblocks.persistence.JacksonCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class MessageDispatcherTest {
    private final Context context;
    private final List<String> handled = new ArrayList<>();

    MessageDispatcherTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    @Test
    void a_message_reaches_the_handler_of_its_type_once() throws Exception {
        MessageDispatcher dispatcher = MessageDispatcher.with(context.inbox, Context.CODEC)
                .on(Noted.class, (noted, message) -> handled.add("noted " + noted.text()))
                .on(Struck.class, (struck, message) -> handled.add("struck " + struck.text()))
                .build();
        Message noted = context.publish("1", "a");

        dispatcher.handle(noted);
        dispatcher.handle(noted);
        dispatcher.handle(struck());

        assertThat(handled).containsExactly("noted a", "struck b");
        assertThat(dispatcher.types()).containsExactly("test.Noted", "test.Struck");
    }

    @Test
    void the_filter_wants_only_types_with_a_handler() {
        MessageDispatcher dispatcher = notedOnly();

        assertThat(dispatcher.filter().test(context.publish("1", "a"))).isTrue();
        assertThat(dispatcher.filter().test(struck())).isFalse();
    }

    @Test
    void a_type_without_a_handler_fails_by_name_and_leaves_no_mark() {
        assertThatThrownBy(() -> notedOnly().handle(struck()))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContainingAll("test.Struck", "note/2", "[test.Noted]", "filter()");
        assertThat(context.count("ddd_inbox")).isZero();
    }

    @Test
    void a_payload_that_cannot_be_decoded_fails_by_name_without_being_quoted() {
        Message sent = context.publish("1", "secret");
        Message newer = withPayload(sent, 7, sent.payload());
        Message broken = withPayload(sent, 1, "{\"text\":\"secret\"");

        for (Message unreadable : List.of(newer, broken)) {
            assertThatThrownBy(() -> notedOnly().handle(unreadable))
                    .isInstanceOf(UnreadableMessageException.class)
                    .hasMessageContainingAll("test.Noted", sent.id().toString(), "note/1", "Register")
                    .hasMessageNotContaining("secret");
        }
        assertThat(context.count("ddd_inbox")).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void a_type_that_the_codec_does_not_know_is_refused_when_the_dispatcher_is_built() {
        var codec = JacksonCodec.builder().type(Noted.class, "test.Noted").build();

        assertThatThrownBy(() -> MessageDispatcher.with(context.inbox, codec)
                        .on(Struck.class, (struck, message) -> handled.add("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Struck");
    }

    @Test
    void a_second_handler_for_a_type_and_an_empty_dispatcher_are_refused() {
        var builder = MessageDispatcher.with(context.inbox, Context.CODEC);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");

        builder.on(Noted.class, (noted, message) -> {});
        assertThatThrownBy(() -> builder.on(Noted.class, (noted, message) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("test.Noted", "no handler in this dispatcher yet");
    }

    @Test
    void only_a_delivery_that_may_not_be_the_first_is_counted_as_a_start() throws Exception {
        List<String> counted = new ArrayList<>();
        MessageDispatcher dispatcher = MessageDispatcher.with(context.inbox.parkingAfter(3), Context.CODEC)
                .on(
                        Noted.class,
                        (noted, message) ->
                                counted.add(noted.text() + " " + context.column("select starts from ddd_inbox_start")))
                .build();

        dispatcher.handleFirst(context.publish("1", "first"));
        dispatcher.handle(context.publish("1", "perhaps"));
        MessageHandler simple = message -> counted.add("simple");
        simple.handleFirst(context.publish("1", "handled like any other"));

        assertThat(counted).containsExactly("first []", "perhaps [1]", "simple");
    }

    private MessageDispatcher notedOnly() {
        return MessageDispatcher.with(context.inbox, Context.CODEC)
                .on(Noted.class, (noted, message) -> handled.add(noted.text()))
                .build();
    }

    private Message struck() {
        return context.database
                .transactions()
                .call(() -> context.outbox.publish(new MessageKey("note", "2"), new Struck("b")))
                .get(0);
    }

    private static Message withPayload(Message sent, int schemaVersion, String payload) {
        return new Message(
                sent.id(),
                sent.source(),
                sent.key(),
                sent.number(),
                sent.type(),
                schemaVersion,
                payload,
                sent.time(),
                sent.metadata(),
                sent.headers());
    }
}
