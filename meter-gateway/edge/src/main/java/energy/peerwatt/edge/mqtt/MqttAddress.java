package energy.peerwatt.edge.mqtt;

import java.util.Optional;

/**
 * Where and as whom to connect.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId unique at the broker
 * @param login empty to connect anonymously
 */
public record MqttAddress(String url, String clientId, Optional<Login> login) {

    /** User and password. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }
}
