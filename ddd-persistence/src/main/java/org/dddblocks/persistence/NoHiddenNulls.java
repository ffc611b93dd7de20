package org.dddblocks.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** A record around one value is written as that value; around nothing it would be read back as nothing, not as a record. */
final class NoHiddenNulls extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
        AnnotatedMember value = bean.findJsonValueAccessor();
        boolean wrapper = value != null && bean.getBeanClass().isRecord();
        return wrapper ? new Checked(value, serializer) : serializer;
    }

    private static final class Checked extends StdSerializer<Object> implements ContextualSerializer {
        private static final long serialVersionUID = 1L;
        private final transient AnnotatedMember value;
        private final transient JsonSerializer<Object> serializer;

        @SuppressWarnings("unchecked") // Jackson hands it objects of the class it was made for
        Checked(AnnotatedMember value, JsonSerializer<?> serializer) {
            super(value.getDeclaringClass(), false);
            this.value = value;
            this.serializer = (JsonSerializer<Object>) serializer;
        }

        @Override
        public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
                throws JsonMappingException {
            return new Checked(value, provider.handleSecondaryContextualization(serializer, property));
        }

        @Override
        public void serialize(Object record, JsonGenerator json, SerializerProvider provider) throws IOException {
            refuseNull(record);
            serializer.serialize(record, json, provider);
        }

        @Override
        public void serializeWithType(
                Object record, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            refuseNull(record);
            serializer.serializeWithType(record, json, provider, type);
        }

        private void refuseNull(Object record) {
            if (value.getValue(record) == null) {
                throw new PayloadException(
                        "A " + record.getClass().getName() + " holds null. It is written as the one value"
                                + " it holds, and would be read back as null itself: leave the whole record out instead.");
            }
        }
    }
}
