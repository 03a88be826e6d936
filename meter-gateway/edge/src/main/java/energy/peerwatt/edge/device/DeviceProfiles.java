package energy.peerwatt.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusRead;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.modbus.RegisterPlan;
import energy.peerwatt.edge.modbus.RegisterSpan;
import energy.peerwatt.metering.protocol.Hash256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The profiles that come with the gateway, in {@code profiles/}. */
final class DeviceProfiles {

    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);
    private static final String LOW_FIRST = "low-first";
    private static final String HIGH_FIRST = "high-first";

    private static final Map<String, DeviceProfile> LOADED = new ConcurrentHashMap<>();

    private DeviceProfiles() {}

    /** A profile file. */
    private record File(
            @JsonProperty(required = true) String device,
            @JsonProperty(required = true) List<String> framings,
            @JsonProperty(required = true) List<String> origins,
            @JsonProperty(required = true) int function,
            @JsonProperty(required = true) String words,
            @Nullable FileLimits limits,
            @Nullable FileProbe probe,
            @JsonProperty(required = true) Map<String, List<FileTerm>> quantities,
            ProfileControls.@Nullable File controls,
            ChargingControls.@Nullable File charging,
            @Nullable List<FileTerm> identity) {}

    private record FileLimits(
            @Nullable Integer registers,
            @Nullable Integer gap,
            @Nullable Integer timeoutMs,
            @Nullable Integer connectDelayMs,
            @Nullable Integer requestDelayMs) {}

    private record FileProbe(
            @JsonProperty(required = true) int at,
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) long from,
            @JsonProperty(required = true) long to) {}

    private record FileTerm(
            @JsonProperty(required = true) int at,
            @JsonProperty(required = true) String type,
            @Nullable String scale,
            @Nullable Integer function,
            @Nullable List<BigDecimal> values) {}

    /** Names of all profiles, sorted. */
    static List<String> ids() {
        try (InputStream in = DeviceProfiles.class.getResourceAsStream("profiles/index.txt")) {
            if (in == null) {
                throw new IllegalStateException("profiles/index.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The profile with this id.
     *
     * @throws IllegalArgumentException if there is none, or it makes no sense
     */
    static DeviceProfile load(String id) {
        return LOADED.computeIfAbsent(id, DeviceProfiles::read);
    }

    private static DeviceProfile read(String id) {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("no driver " + id);
        }
        try (InputStream in =
                DeviceProfiles.class.getResourceAsStream("profiles/" + id + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException("no driver " + id);
            }
            return parse(id, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a profile.
     *
     * @throws IllegalArgumentException naming what makes no sense
     */
    static DeviceProfile parse(String id, InputStream yaml) {
        try {
            byte[] content = yaml.readAllBytes();
            return profile(id, YAML.readValue(content, File.class), Hash256.sha256(content));
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("profile " + id + ": " + e.getMessage(), e);
        }
    }

    private static DeviceProfile profile(String id, File file, Hash256 hash) {
        if (!file.words().equals(LOW_FIRST) && !file.words().equals(HIGH_FIRST)) {
            throw new IllegalArgumentException(id + ": words " + file.words());
        }
        Map<ProfileQuantity, List<DeviceProfile.Term>> quantities =
                new EnumMap<>(ProfileQuantity.class);
        file.quantities()
                .forEach((label, terms) ->
                        quantities.put(
                                ProfileQuantity.of(label),
                                terms.stream().map(term -> term(file, term)).toList()));
        return new DeviceProfile(
                id,
                new DeviceProfile.About(
                        file.device(),
                        file.framings().stream().map(Framing::of).toList(),
                        file.origins()),
                limits(file.limits()),
                Optional.ofNullable(file.probe()).map(probe -> probe(file, probe)),
                quantities,
                Optional.ofNullable(file.controls())
                        .map(controls -> controls.controls(file.words().equals(LOW_FIRST))),
                Optional.ofNullable(file.charging())
                        .map(controls -> controls.controls(file.words().equals(LOW_FIRST))),
                identity(file),
                hash);
    }

    private static ProfileIdentity identity(File file) {
        if (file.identity() == null) {
            return ProfileIdentity.NONE;
        }
        boolean lowFirst = file.words().equals(LOW_FIRST);
        return new ProfileIdentity(
                file.identity().stream()
                        .map(part ->
                                ProfileIdentity.Part.of(
                                        function(file, part), part.at(), part.type(), lowFirst))
                        .toList());
    }

    private static int function(File file, FileTerm term) {
        return term.function() == null ? file.function() : term.function();
    }

    private static DeviceProfile.Probe probe(File file, FileProbe probe) {
        FileTerm term = new FileTerm(probe.at(), probe.type(), null, null, null);
        return new DeviceProfile.Probe(term(file, term), probe.from(), probe.to());
    }

    private static DeviceProfile.Term term(File file, FileTerm term) {
        RegisterType type = RegisterType.of(term.type());
        BigDecimal scale = term.scale() == null ? BigDecimal.ONE : new BigDecimal(term.scale());
        return new DeviceProfile.Term(
                new RegisterSpan(function(file, term), term.at(), type.registers()),
                type,
                file.words().equals(LOW_FIRST),
                Scale.of(scale),
                term.values() == null ? Set.of() : Set.copyOf(term.values()));
    }

    private static DeviceProfile.Limits limits(@Nullable FileLimits limits) {
        if (limits == null) {
            return new DeviceProfile.Limits(
                    ModbusRead.MAX_COUNT, RegisterPlan.USUAL_GAP, Optional.empty());
        }
        Pace pace =
                new Pace(
                        millis(limits.timeoutMs(), USUAL_TIMEOUT),
                        millis(limits.connectDelayMs(), Duration.ZERO),
                        millis(limits.requestDelayMs(), Duration.ZERO));
        return new DeviceProfile.Limits(
                limits.registers() == null ? ModbusRead.MAX_COUNT : limits.registers(),
                limits.gap() == null ? RegisterPlan.USUAL_GAP : limits.gap(),
                pace.equals(Pace.of(USUAL_TIMEOUT)) ? Optional.empty() : Optional.of(pace));
    }

    private static Duration millis(@Nullable Integer millis, Duration usual) {
        return millis == null ? usual : Duration.ofMillis(millis);
    }
}
