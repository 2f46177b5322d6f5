package solo.shell.control;

import java.nio.file.Path;

/** Where the lines of a shell on a terminal are typed. */
interface Editor {

  /** Runs the owner's profile, where that is the owner's shell. */
  void readProfile(Path profile) throws Exception;

  /**
   * Reads a line, which may have been typed over several.
   *
   * @return empty where the line was given up by Ctrl-C
   * @throws org.jline.reader.EndOfFileException when there is no more: Ctrl-D, or the client is
   *     gone
   */
  String read();

  /** Keeps what was typed, where that is kept. */
  void saveHistory();
}
