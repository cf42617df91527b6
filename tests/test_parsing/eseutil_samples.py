"""Outputs of Eseutil, INTEG.RAW and chkdsk in our own words and names, built from the formats of the domain reference."""

SCALE = """
          0    10   20   30   40   50   60   70   80   90  100
          |----|----|----|----|----|----|----|----|----|----|
"""
BANNER = """Extensible Storage Engine Utilities for Microsoft(R) Exchange Server
Version 15.01
Copyright (C) Microsoft Corporation. All Rights Reserved.
"""
RECOVERY = f"""{BANNER}
Initiating RECOVERY mode...
    Logfile base name: E03
            Log files: D:\\Restore\\Logs
         System files: D:\\Restore\\Logs
   Database Directory: D:\\Restore

Performing soft recovery...
                      Restore Status (% complete)
{SCALE}          ...................................................



Operation completed successfully in 31.7 seconds.
"""
LOSSY = f"""{BANNER}
Initiating RECOVERY mode...
    Logfile base name: E03
            Log files: D:\\Restore\\Logs

Performing soft recovery...

  \tRecovery has indicated that there is a lossy recovery option.  Run recovery with the /a argument.

Operation terminated with error -582 (JET_errCommittedLogFilesMissing, One or more logs that were committed to this database,
are missing.  These log files are required to maintain durable ACID semantics) after 12.94 seconds.
"""
REPAIR = f"""{BANNER}
Initiating REPAIR mode...
        Database: D:\\Restore\\mbx1.edb
  Temp. Database: TEMPREPAIR812.EDB

Checking database integrity.

The database is not up-to-date. This operation may find that
this database is corrupt because data from the log files has
yet to be placed in the database.

                     Scanning Status (% complete)
{SCALE}          ...................................................

Repair completed. Database corruption has been repaired!

Note:
  It is recommended that you immediately perform a full backup
  of this database.

Operation completed successfully with 595 (JET_wrnDatabaseRepaired, Database corruption has been repaired) after 740.16 seconds.
"""
CHECKSUM = f"""{BANNER}
Initiating CHECKSUM mode...
        Database: mbx1.edb
  Temp. Database: TEMPCHKSUM40.EDB

                     Checksum Status (% complete)
{SCALE}          ...................................................


327680 pages seen
2 bad checksums
1 correctable checksums
900 uninitialized pages
1 wrong page numbers
0x3f2a1b highest dbtime (pgno 0x1f)

2622 reads performed
10240 MB read
95 seconds taken
107 MB/second

Operation terminated with error -1206 (JET_errDatabaseCorrupted, Non database file or corrupted db) after 95.110 seconds.
"""
CHECKSUM_ERRORS = "ERROR: page 4711 checksum failed ( 1f2e3d / 5a6b7c )\nERROR: page 4712 checksum failed ( 1f2e3d / 5a6b7c )\n"
SPACE = """Initiating FILE DUMP mode...
         Database: mbx 1.edb
        PageSize: 32768

******************************** SPACE DUMP ***********************************
Name                    Type    Owned(MB)    O%OfDb O%OfTable    Avail(MB) Avail%Tbl
====================================================================================
mbx 1.edb                 Db    10240.000   100.00%         -      512.500     5.00%
MSysObjects              Tbl        2.000     0.02%   100.00%        0.031     1.56%
"""
SPACE_PAGES = """
******************************** SPACE DUMP ***********************************
Name                   Type   ObjidFDP    PgnoFDP  PriExt      Owned  Available
===============================================================================
mbx1.edb                 Db          1          1  256-m       8960        116
"""
INTEG_RAW = """***** Repair of database 'D:\\Restore\\mbx1.edb' started [ESE version 15.01.02507.0000, (ESE[15.1.2507.0] RETAIL RTM)]\r

search for 'ERROR:' to find errors
search for 'WARNING:' to find warnings
checking database header
ERROR: database was not shutdown cleanly (Dirty Shutdown)
database file "D:\\Restore\\mbx1.edb" is 67108864 bytes
database file "D:\\Restore\\mbx1.edb" is 67108864 bytes on disk.
Message_1:\t4420:\tERROR: page 77: dbtime is larger than database dbtime (0x51, 0x50)
ERROR: Table "Message_1", Index "a":  Folder_1:\t812:\tERROR: error -1019 trying to read page 90
Message_1:\t4420:\tERROR: integrity-check of table "Message_1" (17) finishes with error -1206 (0xfffffb4a) after 0 seconds
Folder_1:\t812:\tintegrity-check of table "Folder_1" (18) finishes with error 0 (0x0) after 1 seconds
WARNING: Database file is too big (expected 2040 pages, file is 2048 pages)
changing signature of D:\\Restore\\mbx1.edb
new DB signature is:
Create time:Create time:11/24/2026 03:02:11.478 Rand:4294967295 Computer:

Repair completed. Database corruption has been repaired!



***** Eseutil completed in 61 seconds

"""
CHKDSK = """The type of the file system is NTFS.
Volume label is Logs.

WARNING!  /F parameter not specified.
Running CHKDSK in read-only mode.

Stage 1: Examining basic file system structure ...
  4096 file records processed.

Stage 3: Examining security descriptors ...

Windows has scanned the file system and found no problems.
No further action is required.

  52427775 KB total disk space.
         4 KB in bad sectors.
  10485760 KB available on disk.
Total duration: 1.50 minutes (90112 ms).
"""
CHKDSK_GERMAN = """Der Typ des Dateisystems ist NTFS.
CHKDSK wird im schreibgeschützten Modus ausgeführt.

CHKDSK überprüft Dateien (Phase 1 von 3)...
  52427775 KB Speicherplatz auf dem Datenträger insgesamt
"""
LOOK_ALIKES = (
    "",
    "   \n",
    "The operation completed successfully.",
    "Operation completed successfully.",
    "Operation terminated by the user.",
    "operation terminated with error 5 of another program",
    "Integrity check completed successfully. No issues found.",
    "Progress: ........................ 50 %",
    "Database: tempdb\nLog files: C:\\sql",
    "Initiating rescue mode...",
    "|----|----|",
    "I have tried eseutil /r and chkdsk D: /f but nothing helps",
    "452 4.3.1 Insufficient system resources",
    "-1018",
)
