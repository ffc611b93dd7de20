package org.dddblocks.persistence.spi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A database that is sent other statements than was asked for: how a mutant is made of what is final. */
final class RewrittenSql {
    private RewrittenSql() {}

    static DataSource of(DataSource target, UnaryOperator<String> sql) {
        return proxy(DataSource.class, target, sql);
    }

    private static <T> T proxy(Class<T> type, T target, UnaryOperator<String> sql) {
        return type.cast(Proxy.newProxyInstance(
                RewrittenSql.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = sql.apply((String) arguments[0]);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection connection
                                ? proxy(Connection.class, connection, sql)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
