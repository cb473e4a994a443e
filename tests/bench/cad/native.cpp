// Reads and meshes a STEP file so many times and prints the processor seconds of the last. Needs
// libocct-data-exchange-dev and libocct-modeling-algorithms-dev (LGPL-2.1 with exception).
#include <BRepBndLib.hxx>
#include <BRepMesh_IncrementalMesh.hxx>
#include <Bnd_Box.hxx>
#include <Message.hxx>
#include <STEPControl_Reader.hxx>
#include <cstdlib>
#include <ctime>
#include <iostream>

int main(int count, char **arguments) {
  if (count < 3) return 1;
  const int times = std::atoi(arguments[2]);
  Message::DefaultMessenger()->ChangePrinters().Clear();
  double seconds = 0;
  for (int time = 0; time < times; time++) {
    const std::clock_t start = std::clock();
    STEPControl_Reader reader;
    if (reader.ReadFile(arguments[1]) != IFSelect_RetDone) return 1;
    reader.TransferRoots();
    TopoDS_Shape shape = reader.OneShape();
    if (shape.IsNull()) return 1;
    Bnd_Box box;
    BRepBndLib::Add(shape, box, Standard_False);
    double x, y, z, toX, toY, toZ;
    box.Get(x, y, z, toX, toY, toZ);
    // As the importer: a thousandth of the mean extent, half a radian.
    BRepMesh_IncrementalMesh(shape, (toX - x + toY - y + toZ - z) / 3000, Standard_False, 0.5);
    seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
  }
  std::cout << seconds << std::endl;
}
