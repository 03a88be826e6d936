package energy.peerwatt.edge;

import energy.peerwatt.edge.keys.KeyConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Configuration of the gateway; every key starts with {@code peerwatt}. */
@ConfigMapping(prefix = "peerwatt")
public interface GatewayConfig {

    /** {@code peerwatt.data-dir}: directory of key, identity, spool and register memory. */
    Path dataDir();

    /** {@code peerwatt.devices}: the commissioned devices, JSON. */
    Path devices();

    /** {@code peerwatt.devices-timeout}: how long to wait for that file to appear. */
    @WithDefault("60s")
    Duration devicesTimeout();

    /** The signing key. */
    KeyConfig key();

    /** Connection to the market. */
    Mqtt mqtt();

    /** Login at the broker of the devices. */
    DeviceBroker deviceBroker();

    /** The market clock; real time if absent. */
    Clock clock();

    /** Modbus polling. */
    Poll poll();

    /** When a device counts as silent. */
    Watchdog watchdog();

    /** The write-ahead log. */
    Spool spool();

    /** Setpoints of the market. */
    Control control();

    /** Keys {@code peerwatt.mqtt.*}. */
    interface Mqtt {

        /** {@code tcp://host:port} or {@code ssl://host:port} of the market's broker. */
        String url();

        /** The gateway logs in with its id and this; if absent, with what it enrolled with. */
        Optional<String> gatewayPassword();

        /** Wall time to wait for the head-end before a block is sent again. */
        @WithDefault("5s")
        Duration ackTimeout();
    }

    /** Keys {@code peerwatt.device-broker.*}: both or none. */
    interface DeviceBroker {

        /** User at the broker that MQTT devices publish to; anonymous if absent. */
        Optional<String> user();

        /** Its password. */
        Optional<String> password();
    }

    /** Keys {@code peerwatt.clock.*}: all three or none. */
    interface Clock {

        /** Market time at the anchor. */
        Optional<Instant> marketStart();

        /** Wall time at the anchor. */
        Optional<Instant> wallStart();

        /** Market seconds per wall second. */
        @WithDefault("1")
        int speed();
    }

    /** Keys {@code peerwatt.poll.*}. */
    interface Poll {

        /** Wall time between background polls. */
        @WithDefault("1s")
        Duration interval();

        /** Wall time a device has for one answer. */
        @WithDefault("1s")
        Duration timeout();
    }

    /** Keys {@code peerwatt.watchdog.*}. */
    interface Watchdog {

        /** Poll intervals without a good value until a Modbus device counts as silent. */
        @WithDefault("120")
        int polls();

        /** Wall time without a good message until an MQTT device counts as silent. */
        @WithDefault("15m")
        Duration publishing();
    }

    /** Keys {@code peerwatt.spool.*}. */
    interface Spool {

        /** Size at which polling stops rather than lose what is spooled; at least 2. */
        @WithDefault("256")
        int maxSizeMib();

        /** Likewise, market time that the oldest reading has waited for the head-end. */
        @WithDefault("400d")
        Duration maxAge();
    }

    /** Keys {@code peerwatt.control.*}. */
    interface Control {

        /**
         * Public keys whose setpoints move devices, base64 of X.509; none if absent. A device also
         * needs the household's {@code "control": "on"}.
         */
        Optional<List<String>> trustedKeys();

        /** Wall time after which a device goes back by itself if the gateway is gone. */
        @WithDefault("60s")
        Duration reversion();
    }
}
