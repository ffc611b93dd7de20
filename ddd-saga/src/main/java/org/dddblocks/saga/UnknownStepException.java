package org.dddblocks.saga;

/** A stored instance stands at a step that its definition does not have. */
final class UnknownStepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStepException(SagaDefinition<?> definition, String step) {
        super(("%s has no step \"%s\", at which the instance stands. Steps of a version that has instances keep their"
                        + " names: restore the step, and give the changed definition the next version.")
                .formatted(definition, step));
    }
}
