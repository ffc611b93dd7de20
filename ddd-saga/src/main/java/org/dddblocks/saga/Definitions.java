package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dddblocks.persistence.PayloadCodec;

/** The definitions that a runner knows, at least one; immutable. */
final class Definitions {
    private final List<SagaDefinition<?>> all;

    Definitions(List<SagaDefinition<?>> all) {
        this.all = List.copyOf(all);
    }

    static Definitions checked(List<SagaDefinition<?>> given, PayloadCodec codec) {
        Checks.that(!given.isEmpty(), "This runner was given no definition. Add .register(definition) before build().");
        Set<String> seen = new HashSet<>();
        for (SagaDefinition<?> definition : given) {
            Checks.that(
                    seen.add(definition.name() + "\n" + definition.version()),
                    "Two definitions are saga %s version %d. Give the newer one the next version; register both while"
                            + " instances of the older one run.",
                    definition.name(),
                    definition.version());
            codec.typeName(definition.stateType());
            replies(definition).forEach(codec::typeName);
        }
        return new Definitions(given);
    }

    Optional<SagaDefinition<?>> of(SagaRow row) {
        return all.stream()
                .filter(known -> known.name().equals(row.head().definition())
                        && known.version() == row.head().version())
                .findFirst();
    }

    /** The newest version of that name, with which new instances start. */
    SagaDefinition<?> newest(String name) {
        return all.stream()
                .filter(known -> known.name().equals(name))
                .max(Comparator.comparingInt(SagaDefinition::version))
                .orElseThrow(() -> new IllegalArgumentException(
                        "No saga is named \"%s\" here; known are %s. Register its definition: SagaRunner.on(…).register(…)."
                                .formatted(name, names())));
    }

    boolean contains(SagaDefinition<?> definition) {
        return all.stream().anyMatch(known -> known == definition);
    }

    String names() {
        return all.stream()
                .map(known -> known.name() + " version " + known.version())
                .collect(Collectors.joining(", "));
    }

    Set<String> replyTypes(PayloadCodec codec) {
        return all.stream().flatMap(Definitions::replies).map(codec::typeName).collect(Collectors.toUnmodifiableSet());
    }

    /** SQL that is true for instances of known definitions. */
    String condition() {
        return all.stream().map(known -> "definition = ? and version = ?").collect(Collectors.joining(" or "));
    }

    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        for (SagaDefinition<?> known : all) {
            arguments.add(known.name());
            arguments.add(known.version());
        }
        return arguments;
    }

    private static Stream<Class<?>> replies(SagaDefinition<?> definition) {
        return definition.steps().stream().flatMap(Definitions::replies);
    }

    private static Stream<Class<?>> replies(Step<?> step) {
        Stream.Builder<Class<?>> types = Stream.builder();
        if (step.doing() instanceof Doing.ByCommand<?> doing) {
            types.add(doing.reply());
            step.rejections().forEach(refusal -> types.add(refusal.type()));
        }
        if (step.undoing() instanceof Undoing.ByCommand<?> undoing) {
            types.add(undoing.reply());
        }
        return types.build();
    }
}
