package energy.peerwatt.web.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

    @Test
    void knowsWhatIsOutInTheInternet() throws UnknownHostException {
        for (String one : List.of("8.8.8.8", "100.63.0.1", "100.128.0.1", "2a00:1450::1")) {
            assertThat(PublicAddress.is(InetAddress.getByName(one))).as(one).isTrue();
        }
    }

    @Test
    void knowsWhatIsNot() throws UnknownHostException {
        for (String one :
                List.of(
                        "127.0.0.1",
                        "127.9.9.9",
                        "0.0.0.0",
                        "0.1.2.3",
                        "10.1.2.3",
                        "172.16.0.1",
                        "192.168.1.1",
                        "169.254.169.254",
                        "100.64.0.1",
                        "192.0.0.8",
                        "198.18.0.1",
                        "224.0.0.1",
                        "255.255.255.255",
                        "::1",
                        "::",
                        "fe80::1",
                        "fd00::1",
                        "ff02::1",
                        "::ffff:10.0.0.1",
                        "64:ff9b::7f00:1",
                        "2002:7f00:1::",
                        "2001:0:1::")) {
            assertThat(PublicAddress.is(InetAddress.getByName(one))).as(one).isFalse();
        }
    }
}
