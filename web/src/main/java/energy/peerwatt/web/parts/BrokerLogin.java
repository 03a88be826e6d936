package energy.peerwatt.web.parts;

/**
 * How to reach an MQTT broker.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 */
public record BrokerLogin(String url, String user, String password) {

    @Override
    public String toString() {
        return user + "@" + url;
    }
}
