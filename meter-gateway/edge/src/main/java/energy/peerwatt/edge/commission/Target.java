package energy.peerwatt.edge.commission;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the installer points at. */
sealed interface Target {

    /** A host with Modbus devices behind it. */
    record Bus(String host, int port) implements Target {

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A broker that devices publish to.
     *
     * @param url {@code tcp://host:port} or {@code ssl://host:port}
     */
    record Broker(String url) implements Target {

        @Override
        public String toString() {
            return url;
        }
    }

    int MODBUS_PORT = 502;

    Pattern BROKER =
            Pattern.compile("(mqtts?|tcp|ssl)://(\\[[^]]+]|[^:/\\[\\]]+)(?::(\\d{1,5}))?/?");
    Pattern HOST = Pattern.compile("(?:\\[([^]]+)]|([^:/\\[\\]\\s]+))(?::(\\d{1,5}))?");

    /**
     * Reads {@code HOST}, {@code HOST:PORT} or {@code mqtt://HOST:PORT}; the usual ports are 502,
     * 1883 and, with {@code mqtts}, 8883.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Target of(String text) {
        Matcher broker = BROKER.matcher(text);
        if (broker.matches()) {
            boolean secure = broker.group(1).equals("mqtts") || broker.group(1).equals("ssl");
            int port = port(broker.group(3), secure ? 8883 : 1883);
            return new Broker((secure ? "ssl://" : "tcp://") + broker.group(2) + ":" + port);
        }
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw new IllegalArgumentException("not HOST, HOST:PORT or mqtt://HOST:PORT: " + text);
        }
        String name = host.group(1) == null ? host.group(2) : host.group(1);
        return new Bus(name, port(host.group(3), MODBUS_PORT));
    }

    private static int port(@Nullable String text, int usual) {
        int port = text == null ? usual : Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port " + port);
        }
        return port;
    }
}
