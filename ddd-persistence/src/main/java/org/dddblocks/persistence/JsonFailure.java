package org.dddblocks.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.Map;

/** Says of a failure where it happened and what kind it was, without the values that Jackson quotes. */
final class JsonFailure {
    private JsonFailure() {}

    static PayloadException writing(String typeName, Throwable failure) {
        return new PayloadException("A " + typeName + " could not be written as JSON" + describe(failure)
                + " Payloads are trees of records, enums, lists and simple values.");
    }

    static PayloadException reading(String typeName, Throwable failure) {
        return new PayloadException("The stored payload of a " + typeName + " could not be read" + describe(failure)
                + " Its text is withheld; look at the row itself, and keep it until the type can read it again.");
    }

    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root != root.getCause()) {
            root = root.getCause();
        }
        StringBuilder text = new StringBuilder();
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            text.append(" at ").append(path(mapping.getPath()));
        }
        if (failure instanceof JsonProcessingException json && json.getLocation() != null) {
            text.append(" near character ").append(json.getLocation().getCharOffset());
        }
        if (root instanceof PayloadException known) { // ours, without values
            return text.append(": ").append(known.getMessage()).toString();
        }
        StackTraceElement[] trace = root.getStackTrace();
        text.append(": ").append(root.getClass().getSimpleName());
        return text.append(trace.length == 0 ? "" : " in " + trace[0].getClassName() + "." + trace[0].getMethodName())
                .append(".")
                .toString();
    }

    /** Names of record components belong to the code; keys of maps are data. */
    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            boolean key = reference.getFrom() instanceof Map
                    || reference.getFrom() instanceof Class<?> c && Map.class.isAssignableFrom(c);
            if (key) {
                path.append("[…]");
            } else if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
