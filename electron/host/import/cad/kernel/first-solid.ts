/**
 * A small solid for a kernel that waits for its first text. WebAssembly is compiled function by function as each is
 * called first: reading and meshing any solid at all takes seven times as long before that (measured: 28 ms and 4 ms).
 */

/** A cylinder of radius 1 mm and height 1 mm: two planes, a wall with its seam, circles and lines. ISO 10303-42. */
const CYLINDER = `#1=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.));
#2=(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.));
#3=(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT());
#4=UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-7),#1,'','');
#5=(GEOMETRIC_REPRESENTATION_CONTEXT(3)GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT((#4))GLOBAL_UNIT_ASSIGNED_CONTEXT((#1,#2,#3))REPRESENTATION_CONTEXT('',''));
#10=DIRECTION('',(0.,0.,1.));
#11=DIRECTION('',(1.,0.,0.));
#12=CARTESIAN_POINT('',(0.,0.,0.));
#13=CARTESIAN_POINT('',(0.,0.,1.));
#14=AXIS2_PLACEMENT_3D('',#12,#10,#11);
#15=AXIS2_PLACEMENT_3D('',#13,#10,#11);
#16=CARTESIAN_POINT('',(1.,0.,0.));
#17=CARTESIAN_POINT('',(1.,0.,1.));
#18=VERTEX_POINT('',#16);
#19=VERTEX_POINT('',#17);
#20=CIRCLE('',#14,1.);
#21=CIRCLE('',#15,1.);
#22=VECTOR('',#10,1.);
#23=LINE('',#16,#22);
#24=EDGE_CURVE('',#18,#18,#20,.T.);
#25=EDGE_CURVE('',#19,#19,#21,.T.);
#26=EDGE_CURVE('',#18,#19,#23,.T.);
#27=ORIENTED_EDGE('',*,*,#24,.T.);
#28=ORIENTED_EDGE('',*,*,#26,.T.);
#29=ORIENTED_EDGE('',*,*,#25,.F.);
#30=ORIENTED_EDGE('',*,*,#26,.F.);
#31=EDGE_LOOP('',(#27,#28,#29,#30));
#32=FACE_OUTER_BOUND('',#31,.T.);
#33=CYLINDRICAL_SURFACE('',#14,1.);
#34=ADVANCED_FACE('',(#32),#33,.T.);
#35=ORIENTED_EDGE('',*,*,#24,.F.);
#36=EDGE_LOOP('',(#35));
#37=FACE_OUTER_BOUND('',#36,.T.);
#38=PLANE('',#14);
#39=ADVANCED_FACE('',(#37),#38,.F.);
#40=ORIENTED_EDGE('',*,*,#25,.T.);
#41=EDGE_LOOP('',(#40));
#42=FACE_OUTER_BOUND('',#41,.T.);
#43=PLANE('',#15);
#44=ADVANCED_FACE('',(#42),#43,.T.);
#45=CLOSED_SHELL('',(#34,#39,#44));
#46=MANIFOLD_SOLID_BREP('',#45);
#50=APPLICATION_CONTEXT('');
#51=PRODUCT_CONTEXT('',#50,'mechanical');
#52=PRODUCT('','','',(#51));
#53=PRODUCT_DEFINITION_FORMATION('','',#52);
#54=PRODUCT_DEFINITION_CONTEXT('part definition',#50,'design');
#55=PRODUCT_DEFINITION('design','',#53,#54);
#56=PRODUCT_DEFINITION_SHAPE('','',#55);
#57=ADVANCED_BREP_SHAPE_REPRESENTATION('',(#46),#5);
#58=SHAPE_DEFINITION_REPRESENTATION(#56,#57);
`;

/** @returns a whole exchange structure (ISO 10303-21) */
export function firstSolid(): Uint8Array {
  return Buffer.from(
    `ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));ENDSEC;DATA;\n${CYLINDER}ENDSEC;END-ISO-10303-21;`,
  );
}
