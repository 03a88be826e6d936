package energy.peerwatt.web.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on loopback that keeps what it is given: the SMTP that a mailer speaks. */
public final class Mailbox implements AutoCloseable {

    /** All mails of this run. */
    private static final List<String> MAILS = new CopyOnWriteArrayList<>();

    private final ServerSocket server;

    Mailbox() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Mails to an address, the oldest first, with their heads. */
    public static List<String> to(String address) {
        return MAILS.stream().filter(mail -> mail.contains("To: " + address)).toList();
    }

    /** Does something while the server leaves everybody waiting. */
    public static void whileItHangs(Runnable work) {
        synchronized (MAILS) {
            work.run();
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void talk(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "220 mailbox");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("DATA")) {
                    say(socket, "354 go on");
                    String mail = mail(in);
                    synchronized (MAILS) {
                        MAILS.add(mail);
                    }
                }
                say(socket, line.equals("QUIT") ? "221 bye" : "250 ok");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
            // Quoted-printable breaks long lines with = at their end.
            boolean goesOn = line.endsWith("=");
            mail.append(goesOn ? line.substring(0, line.length() - 1) : line + "\n");
        }
        return mail.toString();
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
