package org.dddblocks.testservers;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source that asks for the real one whenever it is used. */
final class MovingDataSource {
    private MovingDataSource() {}

    interface Target {
        DataSource now() throws SQLException;
    }

    static DataSource to(Target target) {
        return (DataSource) Proxy.newProxyInstance(
                MovingDataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "a server that moves";
                    default -> {
                        try {
                            yield method.invoke(target.now(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }
}
