package energy.peerwatt.edge;

import energy.peerwatt.edge.clock.ClockWatch;
import energy.peerwatt.edge.control.ControlDesk;
import energy.peerwatt.edge.control.ControlLink;
import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.edge.health.HealthBoard;
import energy.peerwatt.edge.intake.LiveBoard;
import energy.peerwatt.edge.intake.ReadingIntake;
import energy.peerwatt.edge.keys.BrokerLogin;
import energy.peerwatt.edge.keys.GatewayKeys;
import energy.peerwatt.edge.keys.SaltKeyFile;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttMeters;
import energy.peerwatt.edge.poll.EndpointPoller;
import energy.peerwatt.edge.poll.PolledDevice;
import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.edge.uplink.ChainFile;
import energy.peerwatt.edge.uplink.DeviceReports;
import energy.peerwatt.edge.uplink.Uplink;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceReportSigner;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SigningKey;
import energy.peerwatt.metering.protocol.VerificationKey;
import energy.peerwatt.time.MarketClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A running gateway, from construction until it is closed. Used by one thread. */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final long MIB = 1L << 20;

    private record SocketAddress(String host, int port, Framing framing) {}

    private final GatewayConfig config;
    private final DeviceList devices;
    private final MarketClock clock;
    private final SigningKey key;

    /** Closed in reverse: first what produces readings, last what keeps them. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final List<EndpointPoller> pollers = new ArrayList<>();
    private final HealthBoard health;

    /**
     * Starts everything; returns while devices may still be silent and the market unreachable.
     *
     * @param metrics gets those of every device
     * @throws MarketException if the data directory cannot be used
     * @throws IllegalArgumentException if a device has an unknown driver
     */
    public Gateway(
            GatewayConfig config, DeviceList devices, MarketClock clock, MeterRegistry metrics) {
        this.config = config;
        this.devices = devices;
        this.clock = clock;
        key = new GatewayKeys(config.key(), config.dataDir()).open();
        BlockSigner signer = signer();
        LiveBoard live = new LiveBoard();
        Spool spool =
                closing(
                        Spool.open(
                                config.dataDir().resolve("spool"),
                                new SpoolBounds(
                                        config.spool().maxSizeMib() * MIB, config.spool().maxAge()),
                                clock.now().getEpochSecond()));
        LOG.infof(
                "gateway %s, key %s, epoch %d, %d readings waiting",
                devices.gatewayId(),
                signer.identity().keyId(),
                spool.epoch(),
                spool.durable() - spool.acknowledged());
        health = closing(new HealthBoard(devices.devices(), patience(), clock, metrics));
        closing(uplink(signer, spool, live)).reporting(deviceReports());
        ReadingIntake intake =
                closing(
                        new ReadingIntake(
                                spool,
                                live,
                                clockState(),
                                config.dataDir().resolve("registers.json")));
        listen(intake);
        List<VerificationKey> trusted = trustedKeys();
        ControlDesk desk = control(trusted);
        poll(intake, desk);
        closing(desk);
        if (!trusted.isEmpty()) {
            closing(controlLink(desk));
        }
    }

    /** How each device does. */
    public HealthBoard health() {
        return health;
    }

    /** Stops reading, keeps everything read, and ends within seconds. */
    @Override
    public void close() {
        pollers.forEach(EndpointPoller::stop);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("part of the gateway not closed in an orderly way", e);
            }
        }
        LOG.info("gateway stopped");
    }

    private HealthBoard.Patience patience() {
        GatewayConfig.Watchdog watchdog = config.watchdog();
        return new HealthBoard.Patience(
                config.poll().interval().multipliedBy(watchdog.polls()), watchdog.publishing());
    }

    private BlockSigner signer() {
        Path directory = config.dataDir();
        BlockSigner signer = new BlockSigner(devices.gatewayId(), key);
        try {
            DurableFiles.write(directory.resolve("identity.json"), signer.identity().toJson());
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "identity.json", e);
        }
        return signer;
    }

    /** What the configuration says, else what the gateway enrolled with. */
    private MqttAddress.Login login() {
        String gatewayId = devices.gatewayId();
        String password =
                config.mqtt().gatewayPassword().orElseGet(() -> enrolled().password().reveal());
        return new MqttAddress.Login(gatewayId, password);
    }

    private BrokerLogin enrolled() {
        return BrokerLogin.load(config.dataDir())
                .filter(login -> login.gatewayId().equals(devices.gatewayId()))
                .orElseThrow(() ->
                        new MarketException(
                                ErrorCode.CONFIGURATION_INVALID,
                                "not enrolled as %s, and no peerwatt.mqtt.gateway-password"
                                        .formatted(devices.gatewayId())));
    }

    /** A simulated market's clock is right by definition; the machine's has to prove it. */
    private Supplier<ClockState> clockState() {
        return config.clock().marketStart().isPresent()
                ? () -> ClockState.MARKET
                : closing(new ClockWatch());
    }

    private Uplink uplink(BlockSigner signer, Spool spool, LiveBoard live) {
        SaltKey salts = SaltKeyFile.loadOrCreate(config.dataDir().resolve("salt-key"));
        String gatewayId = devices.gatewayId();
        return new Uplink(
                new MqttAddress(config.mqtt().url(), gatewayId, Optional.of(login())),
                signer,
                spool,
                new ChainFile(config.dataDir().resolve("chains"), gatewayId, salts),
                live,
                clock,
                config.mqtt().ackTimeout());
    }

    private DeviceReports deviceReports() {
        return new DeviceReports(health, new DeviceReportSigner(key), devices.gatewayId(), clock);
    }

    private ControlDesk control(List<VerificationKey> trusted) {
        return new ControlDesk(
                devices.gatewayId(),
                trusted,
                config.dataDir().resolve("control"),
                clock,
                config.control().reversion());
    }

    private List<VerificationKey> trustedKeys() {
        try {
            return config.control().trustedKeys().orElse(List.of()).stream()
                    .map(key -> VerificationKey.parse(Base64.getDecoder().decode(key)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.control.trusted-keys", e);
        }
    }

    private ControlLink controlLink(ControlDesk desk) {
        String gatewayId = devices.gatewayId();
        String clientId = gatewayId + "-control";
        return new ControlLink(
                new MqttAddress(config.mqtt().url(), clientId, Optional.of(login())),
                gatewayId,
                new SetpointSigner(key),
                desk);
    }

    private void listen(ReadingIntake intake) {
        List<DeviceHealth> listened =
                devices.devices().stream()
                        .filter(device -> device.connection() instanceof Connection.Mqtt)
                        .map(health::of)
                        .toList();
        devices.deviceBroker()
                .filter(_ -> !listened.isEmpty())
                .ifPresent(url -> {
                    String clientId = devices.gatewayId() + "-meters";
                    MqttAddress broker = new MqttAddress(url, clientId, deviceBrokerLogin());
                    closing(new MqttMeters(broker, listened, clock, intake));
                });
    }

    private Optional<MqttAddress.Login> deviceBrokerLogin() {
        Optional<String> user = config.deviceBroker().user();
        Optional<String> password = config.deviceBroker().password();
        if (user.isPresent() != password.isPresent()) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "peerwatt.device-broker needs user and password, or none");
        }
        return user.flatMap(name -> password.map(secret -> new MqttAddress.Login(name, secret)));
    }

    private void poll(ReadingIntake intake, ControlDesk desk) {
        Map<SocketAddress, List<DeviceEntry>> sockets = new LinkedHashMap<>();
        for (DeviceEntry device : devices.devices()) {
            if (device.connection() instanceof Connection.Modbus modbus) {
                SocketAddress socket =
                        new SocketAddress(modbus.host(), modbus.port(), modbus.framing());
                sockets.computeIfAbsent(socket, _ -> new ArrayList<>()).add(device);
            }
        }
        sockets.forEach((socket, behind) -> poll(socket, behind, intake, desk));
    }

    private void poll(
            SocketAddress socket,
            List<DeviceEntry> behind,
            ReadingIntake intake,
            ControlDesk desk) {
        Pace pace = pace(behind);
        ModbusEndpoint endpoint =
                closing(new ModbusEndpoint(socket.host(), socket.port(), socket.framing(), pace));
        List<PolledDevice> polled = new ArrayList<>();
        for (DeviceEntry device : behind) {
            if (device.connection() instanceof Connection.Modbus modbus) {
                polled.add(
                        new PolledDevice(
                                health.of(device),
                                Drivers.of(device, endpoint.unit(modbus.unit()))));
                desk.add(device, endpoint.unit(modbus.unit()));
            }
        }
        pollers.add(
                closing(
                        new EndpointPoller(
                                polled, clock, intake, config.poll().interval(), pace.timeout())));
    }

    /** The most patient of all that share a socket. */
    private Pace pace(List<DeviceEntry> devices) {
        Pace pace = Pace.of(config.poll().timeout());
        for (DeviceEntry device : devices) {
            pace = pace.and(Drivers.pace(device, config.poll().timeout()));
        }
        return pace.at(clock.speed());
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }
}
